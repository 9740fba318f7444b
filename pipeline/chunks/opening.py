"""The store that the settings name."""

from __future__ import annotations

from pathlib import Path

from pipeline.chunks.local import LocalChunkStore
from pipeline.chunks.s3_client import S3Settings
from pipeline.chunks.store import ChunkStore

__all__ = ["open_store"]


def open_store(home: Path, s3: S3Settings | None) -> ChunkStore:
    """The buckets, or the folder ``chunks`` of a home.

    Raises:
        StoreRefused: boto3 is not installed.
    """
    if s3 is None:
        return LocalChunkStore(home / "chunks")
    from pipeline.chunks.s3 import S3ChunkStore

    return S3ChunkStore(s3)
