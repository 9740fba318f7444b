"""Where the deployment is, with which secret, and how patient to be with it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SyncSettings"]


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """Times in seconds."""

    url: str
    """The deployment's HTTP actions: ``https://NAME.convex.site``."""
    secret: str
    """Signs; the deployment verifies with it."""
    media_url: str = ""
    """What stands before a chunk's path where the store's URLs have no host."""
    parallel: int = 4
    """Sessions sent at once; each is sent in order."""
    batch: int = 100
    """Updates in one request: as many as the deployment takes."""
    timeout_s: float = 15
    first_wait_s: float = 1
    longest_wait_s: float = 300
    give_up_s: float = 24 * 3600
    """A session that couldn't be told anything for so long is parked."""
    heal_every_s: float = 3600
    """A session's holes are closed by a resync at most so often: one that doesn't help isn't repeated."""
    keep_sent_s: float = 7 * 24 * 3600
