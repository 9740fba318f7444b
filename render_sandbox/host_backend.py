"""No isolation at all: workers as plain child processes. Only by an explicit setting, logged on every job."""

from __future__ import annotations

import itertools
import logging
import os
import shutil
import tempfile
from pathlib import Path

from render_sandbox.backend import Worker
from render_sandbox.environment import worker_environment
from render_sandbox.job import Limits
from render_sandbox.process import start_process
from render_sandbox.settings import SandboxSettings

__all__ = ["HostBackend"]

log = logging.getLogger("proofreel.sandbox")


class HostBackend:
    """Starts workers that can do whatever this user can."""

    name = "host"

    def __init__(self, settings: SandboxSettings) -> None:
        self._settings = settings
        self._numbers = itertools.count(1)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is weaker here: everything."""
        return ("no isolation: scenes can do whatever this user can",)

    async def prepare(self) -> None:
        """Warn."""
        log.warning("the sandbox is off (backend 'host'): scenes can do whatever this user can")

    async def start(self, limits: Limits) -> Worker:
        """Start a process in an empty folder."""
        log.warning("starting a worker without isolation (backend 'host')")
        settings = self._settings
        folder = Path(tempfile.mkdtemp(prefix="proofreel-host-"))
        environment = worker_environment(str(settings.stage.parents[1]), str(folder)) | {
            "HOME": str(folder),
            "PROOFREEL_UNISOLATED": "1",
        }
        command = [str(settings.python), "-P", "-m", "render_sandbox.stage.worker"]

        async def bury() -> bool:
            shutil.rmtree(folder, ignore_errors=True)
            return False

        name = f"proofreel-host-{os.getpid()}-{next(self._numbers)}"
        return await start_process(command, name, limits, bury, env=environment, cwd=str(folder))

    async def aclose(self) -> None:
        """Nothing is held."""
