"""What can go wrong on the way from a job to a chunk.

::

    ProofreelError
    └── JobError
        ├── SceneFailed     the scene's own code failed: not retried, the author mends it
        ├── JobCancelled    somebody asked for it
        ├── JobReleased     the worker had to go before it was done: nobody's fault, not an attempt
        ├── WorkerLost      a worker elsewhere fell silent
        ├── RemoteFailure   what a worker elsewhere reported; keeps the code that it had there
        └── BrokerMissing   Redis cannot be reached, or what is needed to speak to it is not installed
"""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

from pipeline.narration.errors import TranscriptError, VoiceMissing
from proofreel.errors import ProofreelError
from render_sandbox.errors import LimitReached

__all__ = [
    "BrokerMissing",
    "JobCancelled",
    "JobError",
    "JobReleased",
    "RemoteFailure",
    "SceneFailed",
    "WorkerLost",
    "is_final",
    "unexpected",
]


class JobError(ProofreelError):
    """The root of this folder's errors."""

    code = "job"


class SceneFailed(JobError):
    """The scene's code raised. ``details`` hold type, line, play and excerpt."""

    code = "scene_failed"


class JobCancelled(JobError):
    """The job was cancelled."""

    code = "cancelled"


class JobReleased(JobError):
    """The worker gave the job back untouched."""

    code = "released"


class WorkerLost(JobError):
    """A worker on another machine fell silent in the middle of a job."""

    code = "worker_died"


class RemoteFailure(JobError):
    """A failure as a worker elsewhere described it (:meth:`~proofreel.errors.ProofreelError.as_dict`).

    ``final``: it would fail again in the same way.
    """

    code = "remote"

    def __init__(self, told: dict[str, Any], *, final: bool) -> None:
        details = {key: value for key, value in told.items() if key not in ("code", "message", "fix")}
        super().__init__(str(told.get("message", "")), fix=str(told.get("fix", "")), **details)
        self._told = told
        self.final = final

    def as_dict(self) -> dict[str, Any]:
        """As it was told, code included."""
        return self._told


class BrokerMissing(JobError):
    """Workers elsewhere cannot be reached: no Redis, or no Celery here."""

    code = "broker_missing"


def is_final(error: ProofreelError) -> bool:
    """Whether another attempt would end in the same way: the scene is wrong, or asks for what isn't here."""
    if isinstance(error, RemoteFailure):
        return error.final
    return isinstance(error, SceneFailed | LimitReached | VoiceMissing | TranscriptError)


def unexpected(error: BaseException) -> dict[str, Any]:
    """What a job says of an exception that nobody foresaw, like :meth:`ProofreelError.as_dict`."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or (isinstance(error, sqlite3.OperationalError) and "full" in str(error)):
        return {
            "code": "disk_full",
            "message": "There is no room left on the disk.",
            "fix": "Free some space, then retry the scene.",
        }
    return {
        "code": "internal",
        "message": f"proofreel itself failed: {type(error).__name__}.",
        "fix": "Retry; if it stays, report it with the log.",
    }
