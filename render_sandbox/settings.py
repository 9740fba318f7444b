"""What a sandbox can be told, and what it tells about itself."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from render_sandbox.job import Limits

__all__ = ["BackendName", "PoolStatus", "SandboxSettings"]

BackendName = Literal["auto", "docker", "bubblewrap", "host", "none"]
"""``auto``: Docker where an engine answers, else bubblewrap, else refuse. ``host``: no isolation."""


def _two_or_fewer() -> int:
    return max(1, min(2, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """How code is isolated and how much of the machine it gets."""

    backend: BackendName = "auto"
    workers: int = field(default_factory=_two_or_fewer)
    """Jobs at once (and a rehearsal beside them), and workers kept warm (about 90 MB each when idle)."""
    spare: int = 0
    """Workers kept warm beyond those, warmed one by one while nothing is to be done: a lesson of many short
    scenes then doesn't wait for manim to be loaded."""
    light: int = 1
    """Workers kept for jobs that need no manim (about 30 MB each)."""
    limits: Limits = Limits()
    cpus: float = field(default_factory=lambda: float(_two_or_fewer()))
    """Processors that one worker may keep busy."""
    queue_limit: int = 64
    """Jobs that may wait; one more gets ``QueueFull``."""
    image: str | None = None
    """Docker image; None: the one built from this code and its environment."""
    python: Path = field(default_factory=lambda: Path(sys.executable))
    """bubblewrap and host: the interpreter of an environment that has manim."""
    bubblewrap: Path | None = None
    """The ``bwrap`` binary; None: found on the path, else the wheel's."""
    tmp_mb: int = 512
    tmp_inodes: int = 20_000
    shm_mb: int = 16
    latex: bool = False
    """Let workers use TeX: the machine's (bubblewrap), or that of an image built with it (Docker)."""
    allow_no_memory_limit: bool = False
    """bubblewrap: run even where no cgroup can hold the memory limit."""
    start_timeout_s: float = 60.0
    stage: Path = field(default_factory=lambda: Path(__file__).parent / "stage")
    """The code that runs inside."""


@dataclass(frozen=True, slots=True)
class PoolStatus:
    """A look at the pool, for ``sandbox status`` and health checks."""

    backend: str
    warm: int
    starting: int
    busy: int
    waiting: int
    served: int
    failed_starts: int
    notes: tuple[str, ...] = ()
    """What is weaker here than it could be, e.g. a missing memory limit."""
