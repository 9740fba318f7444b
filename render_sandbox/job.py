"""What goes into a sandbox and what comes out: the words that the host and the backends share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

JobKind = Literal["render", "rehearse", "frames", "probe", "stitch", "reflect"]
"""The modules of ``render_sandbox.stage.jobs``, one for each."""

ProgressSink = Callable[[Mapping[str, Any]], None]
"""Called in the event loop's thread with each progress message of the worker (untrusted)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use. Reaching a limit ends the job with a ``LimitReached`` that names it."""

    wall_s: float = 120.0
    memory_mb: int = 2048
    processes: int = 128
    output_mb: int = 512


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for one single-use worker: a request (JSON) and the files it needs."""

    kind: JobKind
    request: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    limits: Limits | None = None
    """None: those of the sandbox. Other memory or process limits than the pool's cost a fresh start."""
    label: str = ""
    """What the job is called in messages and logs, e.g. ``scene 3``."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker said. Untrusted: ``files`` are bytes from hostile code until they are probed."""

    report: Mapping[str, Any]
    files: Mapping[str, bytes]
    seconds: float
    """Wall time from handing over the job to its last frame."""
    log: str = ""
    """The worker's stderr, truncated."""
