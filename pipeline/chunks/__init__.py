"""Where encoded scenes live: a store of immutable chunks under the design's keys."""

from pipeline.chunks.local import LocalChunkStore
from pipeline.chunks.store import ChunkExists, ChunkStore, StoredChunk, chunk_key, frames_key, poster_key
from pipeline.chunks.tickets import TicketRefused, UploadTicket, send

__all__ = [
    "ChunkExists",
    "ChunkStore",
    "LocalChunkStore",
    "StoredChunk",
    "TicketRefused",
    "UploadTicket",
    "chunk_key",
    "frames_key",
    "poster_key",
    "send",
]
