"""Where encoded scenes live: a store of immutable chunks under the design's keys.

- ``store``    what every store can do, and the keys
- ``local``    files below one folder
- ``s3``       two buckets; ``s3_client`` settings and errors, ``cloudfront`` URLs, ``buckets`` their setup
- ``opening``  the store that the settings name
- ``tickets``  leave to upload one object, for workers without credentials

Importing this package does not import boto3: it is the ``s3`` extra.
"""

from pipeline.chunks.errors import ChunkBroken, ChunkExists, StoreError, StoreRefused, StoreUnavailable
from pipeline.chunks.local import LocalChunkStore
from pipeline.chunks.opening import open_store
from pipeline.chunks.s3_client import S3Settings
from pipeline.chunks.store import (
    ChunkStore,
    StoredChunk,
    chunk_key,
    frames_key,
    poster_key,
    source_key,
)
from pipeline.chunks.tickets import TicketRefused, UploadTicket, send

__all__ = [
    "ChunkBroken",
    "ChunkExists",
    "ChunkStore",
    "LocalChunkStore",
    "S3Settings",
    "StoreError",
    "StoreRefused",
    "StoreUnavailable",
    "StoredChunk",
    "TicketRefused",
    "UploadTicket",
    "chunk_key",
    "frames_key",
    "open_store",
    "poster_key",
    "send",
    "source_key",
]
