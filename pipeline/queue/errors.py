"""What can go wrong on the way from a job to a chunk.

::

    ProofreelError
    └── JobError
        ├── SceneFailed     the scene's own code failed: not retried, the author mends it
        └── JobCancelled    somebody asked for it
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = ["JobCancelled", "JobError", "SceneFailed"]


class JobError(ProofreelError):
    """The root of this folder's errors."""

    code = "job"


class SceneFailed(JobError):
    """The scene's code raised. ``details`` hold type, line, play and excerpt."""

    code = "scene_failed"


class JobCancelled(JobError):
    """The job was cancelled."""

    code = "cancelled"
