"""Chunks as files below one folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from pipeline.chunks.errors import ChunkExists
from pipeline.chunks.store import StoredChunk
from pipeline.chunks.tickets import UploadTicket
from pipeline.state.errors import NotFound
from pipeline.state.model import now_ms

__all__ = ["LocalChunkStore"]

_TICKET_MS = 15 * 60 * 1000
_KEY = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.[a-z0-9]+")


class LocalChunkStore:
    """A folder of chunks, each with a ``.json`` beside it that says what it is.

    A chunk appears whole or not at all: it is written under another name and linked into place.
    The link is what makes it exist, so its description is written first.
    """

    def __init__(self, root: Path, base_url: str = "/media") -> None:
        self.root = root
        self.base_url = base_url.rstrip("/")

    def put(self, key: str, data: bytes, about: dict[str, Any]) -> StoredChunk:
        """See :class:`~pipeline.chunks.store.ChunkStore`."""
        chunk = StoredChunk(key, hashlib.sha256(data).hexdigest(), len(data), about)
        present = self._same(key, chunk.sha256)
        if present is not None:
            return present
        self._describe(chunk)
        _write_whole(self.path(key), data, replace=False)
        return chunk

    def ticket(
        self, key: str, *, sha256: str, size: int, about: dict[str, Any] | None = None
    ) -> UploadTicket:
        """See :class:`~pipeline.chunks.store.ChunkStore`. The URL is a file's: for this machine only."""
        if self._same(key, sha256) is None:
            self._describe(StoredChunk(key, sha256, size, about or {}))
        return UploadTicket(self.path(key).absolute().as_uri(), {}, now_ms() + _TICKET_MS, size)

    def _same(self, key: str, sha256: str) -> StoredChunk | None:
        present = self.head(key)
        if present is not None and present.sha256 != sha256:
            raise ChunkExists(f"{key} is written already, with other bytes.", key=key)
        return present

    def _describe(self, chunk: StoredChunk) -> None:
        path = self.path(chunk.key)
        path.parent.mkdir(parents=True, exist_ok=True)
        described = json.dumps({"sha256": chunk.sha256, "size": chunk.size, "about": chunk.about})
        _write_whole(_beside(path), described.encode(), replace=True)

    def head(self, key: str) -> StoredChunk | None:
        """See :class:`~pipeline.chunks.store.ChunkStore`."""
        path = self.path(key)
        try:
            size = path.stat().st_size
            described = json.loads(_beside(path).read_bytes())
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        if described["size"] != size:
            return None
        return StoredChunk(key, described["sha256"], size, described["about"])

    def get(self, key: str) -> bytes:
        """See :class:`~pipeline.chunks.store.ChunkStore`."""
        try:
            return self.path(key).read_bytes()
        except FileNotFoundError:
            raise NotFound(f"There is no chunk {key}.", fix="Render the scene again.", key=key) from None

    def url(self, key: str) -> str:
        """See :class:`~pipeline.chunks.store.ChunkStore`."""
        return f"{self.base_url}/{key}"

    def path(self, key: str) -> Path:
        """The file of a key.

        Raises:
            NotFound: the key is not of the store's form (it could lead out of the folder).
        """
        if not _KEY.fullmatch(key):
            raise NotFound(f"{key!r} is no chunk key.", fix="Keys look like projects/…/v1.mp4.")
        return self.root / key


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _write_whole(path: Path, data: bytes, *, replace: bool) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        if replace:
            temporary.replace(path)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
