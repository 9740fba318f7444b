"""How a job inside the sandbox speaks to the host: progress messages and output files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

__all__ = ["Channel", "MemoryChannel"]


class Channel(Protocol):
    """The one way out of a worker. What it carries is untrusted on the other side."""

    def progress(self, **fields: Any) -> None:
        """Send a small JSON-able message, e.g. ``frames=120, play=3``."""
        ...

    def file(self, name: str, data: bytes | Path) -> None:
        """Send one output file under a plain name (no folders)."""
        ...


class MemoryChannel:
    """A channel that keeps what it is given: for running a job in this very process."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}

    def progress(self, **fields: Any) -> None:
        """Keep the message."""
        self.messages.append(fields)

    def file(self, name: str, data: bytes | Path) -> None:
        """Keep the file's bytes."""
        self.files[name] = data.read_bytes() if isinstance(data, Path) else data
