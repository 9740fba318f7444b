"""What every chunk store can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.chunks.tickets import UploadTicket

__all__ = ["ChunkStore", "StoredChunk", "chunk_key", "frames_key", "poster_key", "source_key"]


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """What a store knows of one object. ``about`` is what was kept with it when it was written."""

    key: str
    sha256: str
    size: int
    about: dict[str, Any]


class ChunkStore(Protocol):
    """Plain blocking calls; callers in an event loop use a thread."""

    def put(self, key: str, data: bytes, about: dict[str, Any]) -> StoredChunk:
        """Write an object once. The same bytes again are no error.

        Raises:
            ChunkExists: the key has other bytes.
        """
        ...

    def head(self, key: str) -> StoredChunk | None:
        """What is known of an object, or ``None``."""
        ...

    def get(self, key: str) -> bytes:
        """The object's bytes.

        Raises:
            NotFound: there is no such object.
        """
        ...

    def url(self, key: str) -> str:
        """Where a viewer's browser reads it."""
        ...

    def ticket(
        self, key: str, *, sha256: str, size: int, about: dict[str, Any] | None = None
    ) -> UploadTicket:
        """Leave for somebody without credentials to upload this object, with these bytes, once.

        ``about`` is kept like that of :meth:`put`. Look with :meth:`head` afterwards: only then is it there.

        Raises:
            ChunkExists: the key has other bytes.
        """
        ...


def chunk_key(project_id: str, session_id: str, slot: int, version: int) -> str:
    """The key of a version's chunk. ``slot`` is the scene's place when it was made: it never changes,
    so that moved scenes cannot meet under one key.
    """
    return f"projects/{project_id}/sessions/{session_id}/scenes/{slot}/v{version}.mp4"


def frames_key(key: str) -> str:
    """The key of the frames' digests beside a chunk."""
    return key.removesuffix(".mp4") + ".frames"


def poster_key(key: str) -> str:
    """The key of the picture that stands for a chunk until it plays."""
    return key.removesuffix(".mp4") + ".jpg"


def source_key(key: str) -> str:
    """The key of the source that a chunk was made from."""
    return key.removesuffix(".mp4") + ".py"
