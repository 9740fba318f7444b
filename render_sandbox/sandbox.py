"""The way in: ``async with open_sandbox(settings) as sandbox: outcome = await sandbox.run(job)``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from render_sandbox.backend import Backend
from render_sandbox.job import Job, Limits, Outcome, ProgressSink
from render_sandbox.pool import Pool
from render_sandbox.settings import PoolStatus, SandboxSettings

__all__ = ["Job", "Limits", "Outcome", "Sandbox", "SandboxSettings", "open_sandbox"]


class Sandbox(Protocol):
    """Runs jobs in isolation, at most so many at once."""

    async def run(self, job: Job, on_progress: ProgressSink | None = None) -> Outcome:
        """Run one job. Cancelling the task kills the worker.

        Raises:
            SandboxError: a branch of ``render_sandbox.errors``.
        """
        ...

    def status(self) -> PoolStatus:
        """How the pool stands now."""
        ...

    async def ready(self) -> None:
        """Wait until every spare worker is warm."""
        ...

    async def aclose(self) -> None:
        """Kill every worker; returns when nothing is left."""
        ...


@asynccontextmanager
async def open_sandbox(settings: SandboxSettings | None = None) -> AsyncIterator[Sandbox]:
    """A pool of warm workers, in the background from the first moment on.

    Raises:
        BackendMissing: nothing here can isolate code, and how to change that.
    """
    chosen = settings or SandboxSettings()
    pool = Pool(await _backend(chosen), chosen)
    async with pool:
        yield pool


async def _backend(settings: SandboxSettings) -> Backend:
    """The backend asked for, or the first that this machine has."""
    from render_sandbox.bubblewrap import BubblewrapBackend
    from render_sandbox.docker_backend import DockerBackend

    if settings.backend == "docker":
        return DockerBackend(settings)
    return BubblewrapBackend(settings)
