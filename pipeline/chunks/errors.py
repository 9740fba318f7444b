"""What a chunk store says when it cannot do what was asked.

::

    ProofreelError
    └── StoreError
        ├── ChunkExists       the key has other bytes: a versioned key is written once
        ├── ChunkBroken       what came back is not what was stored
        ├── StoreRefused      wrong keys, no such bucket, not allowed: somebody must change a setting
        └── StoreUnavailable  the network or the service failed, also after retries
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = ["ChunkBroken", "ChunkExists", "StoreError", "StoreRefused", "StoreUnavailable"]


class StoreError(ProofreelError):
    """The root of this folder's errors."""

    code = "chunk_store"


class ChunkExists(StoreError):
    """A versioned key is written once; other bytes under it are refused."""

    code = "chunk_exists"


class ChunkBroken(StoreError):
    """The bytes that came back do not have the checksum that was stored with them."""

    code = "chunk_broken"


class StoreRefused(StoreError):
    """The store answers, and says no."""

    code = "store_refused"


class StoreUnavailable(StoreError):
    """The store could not be reached, or failed again and again."""

    code = "store_unavailable"
