"""How a job inside the sandbox speaks to the host: progress messages and output files."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from .protocol import CHUNK, Kind, encode, encode_json

__all__ = ["Channel", "FrameChannel", "MemoryChannel"]


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


class FrameChannel:
    """The real one: frames on a descriptor that standard output no longer is.

    Threads may share it; a file goes out whole, never with a message in its middle.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def ready(self, **fields: Any) -> None:
        """Say that the worker is warm."""
        self._send(encode_json(Kind.READY, fields))

    def progress(self, **fields: Any) -> None:
        """Send a message."""
        self._send(encode_json(Kind.PROGRESS, fields))

    def file(self, name: str, data: bytes | Path) -> None:
        """Send a file, read in pieces if it is a path."""
        size = data.stat().st_size if isinstance(data, Path) else len(data)
        with self._lock:
            self._write(encode_json(Kind.FILE, {"name": name, "size": size}))
            for piece in _pieces(data, size):
                self._write(encode(Kind.DATA, piece))

    def report(self, report: dict[str, Any]) -> None:
        """Send what the job returned: the last frame."""
        self._send(encode_json(Kind.REPORT, report))

    def crash(self, **fields: Any) -> None:
        """Send why there is no report: the last frame."""
        self._send(encode_json(Kind.CRASH, fields))

    def _send(self, frame: bytes) -> None:
        with self._lock:
            self._write(frame)

    def _write(self, frame: bytes) -> None:
        view = memoryview(frame)
        while view:
            view = view[os.write(self._descriptor, view) :]


def _pieces(data: bytes | Path, size: int) -> Iterator[bytes]:
    if isinstance(data, bytes):
        for start in range(0, size, CHUNK):
            yield data[start : start + CHUNK]
        return
    left = size
    with data.open("rb") as stream:
        while left:
            piece = stream.read(min(CHUNK, left))
            if not piece:
                raise OSError(f"{data.name} became shorter while it was sent")
            left -= len(piece)
            yield piece
