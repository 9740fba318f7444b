"""Where encoded scenes live: a store of immutable chunks under the design's keys."""

from pipeline.chunks.local import LocalChunkStore
from pipeline.chunks.store import ChunkExists, ChunkStore, StoredChunk, chunk_key, frames_key

__all__ = [
    "ChunkExists",
    "ChunkStore",
    "LocalChunkStore",
    "StoredChunk",
    "chunk_key",
    "frames_key",
]
