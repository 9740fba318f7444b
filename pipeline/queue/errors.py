"""What can go wrong on the way from a job to a chunk.

::

    ProofreelError
    └── JobError
        ├── SceneFailed     the scene's own code failed: not retried, the author mends it
        ├── ChunkRefused    a chunk that is not what was asked for: forged, broken, of another format
        └── JobCancelled    somebody asked for it
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = ["ChunkRefused", "JobCancelled", "JobError", "SceneFailed"]


class JobError(ProofreelError):
    """The root of this folder's errors."""

    code = "job"


class SceneFailed(JobError):
    """The scene's code raised. ``details`` hold type, line, play and excerpt."""

    code = "scene_failed"


class ChunkRefused(JobError):
    """What came out of the sandbox did not pass the second worker's decoder."""

    code = "chunk_refused"


class JobCancelled(JobError):
    """The job was cancelled."""

    code = "cancelled"
