"""Keys in a URL: whoever has one may play one owner's videos until it runs out, and nothing else.

A ``<video>`` element, an MCP App's frame and a calendar link send no ``Authorization``; a key in the
address is what they can carry. It is signed, names its owner, and opens only videos and captions.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time

__all__ = ["ViewingKeys"]

_LASTS_S = 24 * 3600


class ViewingKeys:
    """Makes and reads keys. Without a secret of the settings they end with this process."""

    def __init__(self, secret: str | None = None) -> None:
        self._secret = (
            hashlib.sha256(f"viewing:{secret}".encode()).digest() if secret else secrets.token_bytes(32)
        )

    def make(self, owner: str) -> str:
        """A key for the owner's media."""
        body = (
            f"{int(time.time()) + _LASTS_S}.{base64.urlsafe_b64encode(owner.encode()).decode().rstrip('=')}"
        )
        return f"{body}.{self._sign(body)}"

    def owner(self, key: str) -> str | None:
        """Whose media the key opens; ``None`` if it was not made here or has run out."""
        body, _, signature = key.rpartition(".")
        if not hmac.compare_digest(self._sign(body).encode(), signature.encode()):
            return None
        until, _, owner = body.partition(".")
        if int(until) < time.time():
            return None
        return base64.urlsafe_b64decode(owner + "=" * (-len(owner) % 4)).decode()

    def _sign(self, body: str) -> str:
        return hmac.new(self._secret, body.encode(), hashlib.sha256).hexdigest()[:40]
