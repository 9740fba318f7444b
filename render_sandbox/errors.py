"""What can go wrong between the host and a sandbox, each with figures and a way out.

::

    SandboxError
    ├── LimitReached        the job used more than it may: memory, time, output, processes
    ├── WorkerDied          the sandboxed process ended without its report
    ├── ProtocolViolation   what came out is not what a worker says
    ├── ChunkRejected       a rendered video that a second, fresh worker would not decode
    ├── JobRefused          the request itself is malformed (a bad file name, too many bytes)
    ├── BackendMissing      nothing here can isolate code
    ├── QueueFull           more jobs are waiting than the pool takes
    └── SandboxClosed       the pool was shut down

A scene that merely raises is none of these: its error is in ``Outcome.report``.
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = [
    "BackendMissing",
    "ChunkRejected",
    "JobRefused",
    "LimitReached",
    "ProtocolViolation",
    "QueueFull",
    "SandboxClosed",
    "SandboxError",
    "WorkerDied",
]


class SandboxError(ProofreelError):
    """Root of this folder's errors."""

    code = "sandbox_error"


class LimitReached(SandboxError):
    """A limit ended the job. ``details``: ``limit``, ``figure``, ``after_s``, ``label``."""

    code = "sandbox_limit"

    def __init__(self, limit: str, figure: str, *, after_s: float, label: str = "", fix: str = "") -> None:
        where = f" in {label}" if label else ""
        super().__init__(
            f"{limit}: {figure} limit reached after {after_s:.1f} s{where}.",
            fix=fix or _LIMIT_FIXES.get(limit, ""),
            limit=limit,
            figure=figure,
            after_s=round(after_s, 3),
            label=label,
        )
        self.limit = limit
        self.figure = figure
        self.after_s = after_s


_LIMIT_FIXES = {
    "memory": "Use fewer or smaller objects at once, or raise the sandbox's memory limit.",
    "time": "Shorten the scene or its loops, or raise the sandbox's time limit.",
    "output": "Print less and send smaller files, or raise the sandbox's output limit.",
    "messages": "Print less; nothing but the renderer may write to the protocol.",
}


class WorkerDied(SandboxError):
    """The worker ended without a report. ``details``: ``exit_code``, ``after_s``, ``label``, ``log``."""

    code = "sandbox_worker_died"


class ProtocolViolation(SandboxError):
    """The worker's bytes are not the protocol, or claim what may not be: the job is void."""

    code = "sandbox_protocol"


class ChunkRejected(SandboxError):
    """The rendered video failed the strict decoding in a second worker."""

    code = "sandbox_chunk_rejected"


class JobRefused(SandboxError):
    """The job never started: its names or sizes are not acceptable."""

    code = "sandbox_job_refused"


class BackendMissing(SandboxError):
    """No isolation can be had as configured; ``fix`` says what to install or set."""

    code = "sandbox_backend_missing"


class QueueFull(SandboxError):
    """Back-pressure: try again when a job has finished. ``details``: ``waiting``, ``limit``."""

    code = "sandbox_queue_full"


class SandboxClosed(SandboxError):
    """The pool is shutting down or shut."""

    code = "sandbox_closed"
