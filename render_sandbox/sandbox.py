"""The way in: ``async with open_sandbox(settings) as sandbox: outcome = await sandbox.run(job)``."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from render_sandbox.backend import Backend
from render_sandbox.errors import BackendMissing
from render_sandbox.job import Job, Limits, Outcome, ProgressSink
from render_sandbox.pool import Pool
from render_sandbox.settings import PoolStatus, SandboxSettings

__all__ = ["Job", "Limits", "Outcome", "Sandbox", "SandboxSettings", "may_isolate", "open_sandbox"]

_ENGINE_SOCKETS = ("/var/run/docker.sock", "/run/docker.sock")


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
async def open_sandbox(settings: SandboxSettings | None = None) -> AsyncGenerator[Sandbox]:
    """A pool of warm workers, in the background from the first moment on.

    Raises:
        BackendMissing: nothing here can isolate code, and how to change that.
    """
    chosen = settings or SandboxSettings()
    pool = Pool(await _prepared(chosen), chosen)
    async with pool:
        yield pool


def may_isolate(settings: SandboxSettings) -> bool:
    """Whether a backend may be here, by a glance at the machine; whether it works shows when it is opened."""
    if settings.backend != "auto":
        return settings.backend != "none"
    engine = os.environ.get("DOCKER_HOST") or any(Path(place).exists() for place in _ENGINE_SOCKETS)
    if engine:
        return True
    from render_sandbox.bubblewrap import find_bubblewrap

    return find_bubblewrap() is not None


async def _prepared(settings: SandboxSettings) -> Backend:
    """The backend asked for, or the first that works on this machine."""
    if settings.backend != "auto":
        backend = _named(settings)
        await backend.prepare()
        return backend
    refusals: list[BackendMissing] = []
    for name in ("docker", "bubblewrap"):
        backend = _named(replace(settings, backend=name))
        try:
            await backend.prepare()
        except BackendMissing as error:
            await backend.aclose()
            refusals.append(error)
        else:
            return backend
    raise BackendMissing(
        "Nothing here can isolate scenes, so none is run. "
        + " And ".join(error.message for error in refusals),
        fix=" Or: ".join(error.fix for error in refusals),
    )


def _named(settings: SandboxSettings) -> Backend:
    """The backend of this name; its module is imported only now, since each has its own needs."""
    match settings.backend:
        case "docker":
            from render_sandbox.docker_backend import DockerBackend

            return DockerBackend(settings)
        case "bubblewrap":
            from render_sandbox.bubblewrap import BubblewrapBackend

            return BubblewrapBackend(settings)
        case "host":
            from render_sandbox.host_backend import HostBackend

            return HostBackend(settings)
        case _:
            raise BackendMissing(
                f"The sandbox's backend is set to {settings.backend!r}: no scene is run.",
                fix="Set it to 'auto', 'docker' or 'bubblewrap'. 'host' runs scenes without any isolation.",
            )
