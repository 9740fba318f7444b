"""Control groups made by systemd: a transient scope for each worker."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from render_sandbox import owner
from render_sandbox.job import Limits

__all__ = ["Scopes", "find_scopes"]

_PREFIX = "proofreel-"


def find_scopes(root: Path) -> Scopes | None:
    """Scopes, if systemd gives them; ``root`` is where ``/run`` is."""
    if not shutil.which("systemd-run") or not (root / "run/systemd/system").is_dir():
        return None
    scopes = Scopes(user=os.geteuid() != 0)
    return scopes if scopes.works() else None


class Scopes:
    """Groups made by systemd."""

    has_memory = True
    has_processes = True

    def __init__(self, *, user: bool) -> None:
        self._user = ["--user"] if user else []
        self.how = "systemd-run --user --scope" if user else "systemd-run --scope"

    def works(self) -> bool:
        """Whether a scope with a memory limit can be had."""
        trial = self.make(Limits(), 1.0)
        try:
            done = subprocess.run([*trial.prefix, "true"], capture_output=True, timeout=10, check=False)
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def make(self, limits: Limits, cpus: float) -> _Scope:
        """A new scope with these limits."""
        return _Scope(f"{_PREFIX}{owner.new_worker()}.scope", self._user, limits, cpus)

    def reap(self) -> int:
        """End the scopes of servers that are gone; how many there were."""
        listing = [
            "systemctl",
            *self._user,
            "list-units",
            "--all",
            "--plain",
            "--no-legend",
            f"{_PREFIX}*.scope",
        ]
        try:
            said = subprocess.run(listing, capture_output=True, text=True, timeout=10, check=False).stdout
        except (OSError, subprocess.SubprocessError):
            return 0
        units = [line.split()[0] for line in said.splitlines() if line.split()]
        gone = [
            unit
            for unit in units
            if owner.is_gone(owner.maker_of(unit.removesuffix(".scope").removeprefix(_PREFIX)))
        ]
        for unit in gone:
            for verb in (["kill", "--signal=KILL"], ["reset-failed"]):
                subprocess.run(
                    ["systemctl", *self._user, *verb, unit], capture_output=True, timeout=10, check=False
                )
        return len(gone)


class _Scope:
    """One transient unit. ``systemd-run --scope`` becomes the command, so the process stays our child."""

    join: Sequence[Path] = ()

    def __init__(self, unit: str, user: list[str], limits: Limits, cpus: float) -> None:
        self._unit = unit
        self._user = user
        self.prefix = [
            "systemd-run",
            *user,
            "--scope",
            "--quiet",
            f"--unit={unit}",
            *("-p", f"MemoryMax={limits.memory_mb}M", "-p", "MemorySwapMax=0"),
            *(
                "-p",
                f"TasksMax={limits.processes}",
                "-p",
                f"CPUQuota={int(cpus * 100)}%",
                "-p",
                "CPUWeight=50",
            ),
            "--",
        ]

    def resize(self, limits: Limits) -> bool:
        del limits
        return False

    async def end(self) -> bool:
        await self._systemctl("kill", "--signal=KILL", self._unit)
        # The unit stays as failed, with the reason, because it is not collected.
        result = await self._systemctl("show", "--property=Result", "--value", self._unit)
        await self._systemctl("reset-failed", self._unit)
        return result.strip() == "oom-kill"

    async def _systemctl(self, *arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            "systemctl",
            *self._user,
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        said, _ = await process.communicate()
        return said.decode(errors="replace")
