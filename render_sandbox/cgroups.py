"""Control groups for workers that no container engine looks after: memory, processes, processors.

Three ways, tried in this order: directories of the first version's hierarchies; a directory beside our own
in the second version's; a transient scope from systemd (``systemd-run``, with ``--user`` for anybody but
root), which is what an unprivileged user of a current distribution has.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from render_sandbox import owner
from render_sandbox.job import Limits
from render_sandbox.systemd_scopes import find_scopes

__all__ = ["Cgroup", "Cgroups", "find_cgroups"]

log = logging.getLogger("proofreel.sandbox")

_PREFIX = "proofreel-"
_PERIOD_US = 100_000
_EMPTY_WITHIN_S = 10.0


class Cgroup(Protocol):
    """What holds one worker."""

    @property
    def join(self) -> Sequence[Path]:
        """Files to which the worker's first process writes ``0`` to move in."""
        ...

    @property
    def prefix(self) -> Sequence[str]:
        """What to put before its command instead."""
        ...

    def resize(self, limits: Limits) -> bool:
        """Change the memory and process limits; False: not possible."""
        ...

    async def end(self) -> bool:
        """Kill what is left in it, remove it, and say whether memory ran out."""
        ...


class Cgroups(Protocol):
    """Makes groups."""

    has_memory: bool
    has_processes: bool
    how: str

    def make(self, limits: Limits, cpus: float) -> Cgroup:
        """A new group with these limits."""
        ...

    def reap(self) -> int:
        """End the groups of servers that are gone; how many there were."""
        ...


def find_cgroups(root: Path = Path("/")) -> Cgroups | None:
    """The way that works here; None: there is none. ``root`` is where ``/proc`` and ``/sys`` are."""
    mounts = _mounts(root)
    first = {
        name: home
        for name in ("memory", "pids", "cpu")
        if (home := _own_folder(root, mounts, name)) and os.access(home, os.W_OK)
    }
    if "memory" in first:
        return _Directories(first)
    beside = _beside_us(root, mounts)
    if beside is not None:
        return _Directories({"": beside})
    return find_scopes(root)


@dataclass(frozen=True, slots=True)
class _Mount:
    point: Path
    inside: str
    """Which part of the hierarchy is mounted there."""
    controllers: frozenset[str]
    second: bool


def _mounts(root: Path) -> list[_Mount]:
    mounts: list[_Mount] = []
    try:
        lines = (root / "proc/self/mountinfo").read_text().splitlines()
    except OSError:
        return mounts
    for line in lines:
        left, _, right = line.partition(" - ")
        kind, _, options = right.split(" ", 2)
        fields = left.split(" ")
        if kind in ("cgroup", "cgroup2"):
            point = root / fields[4].lstrip("/")
            mounts.append(_Mount(point, fields[3], frozenset(options.split(",")), kind == "cgroup2"))
    return mounts


def _own_folder(root: Path, mounts: list[_Mount], controller: str) -> Path | None:
    """The folder of our own group, for one controller of version 1, or for version 2 (``""``)."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controller not in controllers.split(","):
            continue
        for mount in mounts:
            if mount.second is (controller == "") and (not controller or controller in mount.controllers):
                inside = mount.inside.rstrip("/")
                relative = path.removeprefix(inside)
                return mount.point / relative.strip("/")
    return None


def _beside_us(root: Path, mounts: list[_Mount]) -> Path | None:
    """Version 2: the folder above our own group, if new groups there get a memory controller."""
    own = _own_folder(root, mounts, "")
    if own is None:
        return None
    # A group with processes can't have controlled children, so ours is of use only at the very top.
    for home in (own, own.parent):
        try:
            controllers = (home / "cgroup.subtree_control").read_text().split()
        except OSError:
            continue
        if "memory" in controllers and os.access(home, os.W_OK) and os.access(home / "cgroup.procs", os.W_OK):
            return home
    return None


class _Directories:
    """Groups made by hand: a folder in each hierarchy (version 1), or one in all (version 2, key ``""``)."""

    def __init__(self, homes: dict[str, Path]) -> None:
        self._homes = homes
        self._second = "" in homes
        controllers = (
            (homes[""] / "cgroup.subtree_control").read_text().split() if self._second else list(homes)
        )
        self.has_memory = "memory" in controllers
        self.has_processes = "pids" in controllers
        self._has_cpu = "cpu" in controllers
        self.how = "cgroup v2" if self._second else "cgroup v1"

    def make(self, limits: Limits, cpus: float) -> _Directory:
        name = f"{_PREFIX}{owner.new_worker()}"
        folders = {controller: home / name for controller, home in self._homes.items()}
        for folder in folders.values():
            folder.mkdir()
        wanted = {
            name: files
            for name, files in _settings_of(limits, cpus, self._second).items()
            if name == "memory"
            or (name == "pids" and self.has_processes)
            or (name == "cpu" and self._has_cpu)
        }
        group = _Directory(folders)
        try:
            group.limit(wanted)
        except OSError:
            group.remove()
            raise
        return group

    def reap(self) -> int:
        names = {path.name for home in self._homes.values() for path in home.glob(f"{_PREFIX}*")}
        groups = [
            _Directory({key: home / name for key, home in self._homes.items()})
            for name in names
            if owner.is_gone(owner.maker_of(name.removeprefix(_PREFIX)))
        ]
        until = time.monotonic() + _EMPTY_WITHIN_S
        left = groups
        while left and time.monotonic() < until:
            # A group can be removed only when the last of its processes is gone, a moment after its kill.
            for group in left:
                group.kill()
                group.remove()
            left = [group for group in left if group.exists()]
            time.sleep(0.01 if left else 0)
        return len(groups)


def _settings_of(limits: Limits, cpus: float, second: bool) -> dict[str, list[tuple[str, str]]]:
    """Files and values by controller, in the order of writing; missing swap files are skipped."""
    memory, quota = str(limits.memory_mb << 20), int(cpus * _PERIOD_US)
    if second:
        return {
            "memory": [("memory.max", memory), ("memory.swap.max", "0"), ("memory.oom.group", "1")],
            "pids": [("pids.max", str(limits.processes))],
            "cpu": [("cpu.max", f"{quota} {_PERIOD_US}"), ("cpu.weight", "50")],
        }
    return {
        "memory": [
            ("memory.limit_in_bytes", memory),
            ("memory.memsw.limit_in_bytes", memory),
            ("memory.swappiness", "0"),
        ],
        "pids": [("pids.max", str(limits.processes))],
        "cpu": [
            ("cpu.cfs_period_us", str(_PERIOD_US)),
            ("cpu.cfs_quota_us", str(quota)),
            ("cpu.shares", "512"),
        ],
    }


_OPTIONAL = {"memory.memsw.limit_in_bytes", "memory.swappiness", "memory.swap.max", "memory.oom.group"}


class _Directory:
    """One worker's folders."""

    prefix: Sequence[str] = ()

    def __init__(self, folders: dict[str, Path]) -> None:
        self._folders = folders
        self.join = [folder / "cgroup.procs" for folder in folders.values()]

    def limit(self, wanted: dict[str, list[tuple[str, str]]]) -> None:
        """Write the settings of each controller."""
        for controller, files in wanted.items():
            folder = self._folders.get(controller) or self._folders[""]
            for name, value in files:
                if name not in _OPTIONAL or (folder / name).exists():
                    (folder / name).write_text(value)

    def resize(self, limits: Limits) -> bool:
        wanted = _settings_of(limits, 1.0, "" in self._folders)
        try:
            # Version 1 wants the sum with swap to be the larger one at all times: raised first, lowered last.
            with contextlib.suppress(OSError):
                self.limit({"memory": wanted["memory"][1::-1]})
            self.limit({"memory": wanted["memory"]})
            if "pids" in self._folders or "" in self._folders:
                self.limit({"pids": wanted["pids"]})
        except OSError:
            return False
        return True

    def processes(self) -> list[int]:
        found: set[int] = set()
        for join in self.join:
            with contextlib.suppress(OSError):
                found |= {int(line) for line in join.read_text().split()}
        return sorted(found)

    def kill(self) -> None:
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)

    def remove(self) -> None:
        for folder in self._folders.values():
            with contextlib.suppress(OSError):
                folder.rmdir()

    def exists(self) -> bool:
        return any(folder.exists() for folder in self._folders.values())

    async def end(self) -> bool:
        loop = asyncio.get_running_loop()
        until = loop.time() + _EMPTY_WITHIN_S
        while self.processes() and loop.time() < until:
            # Again and again: a fork bomb makes new ones while the old ones are counted.
            self.kill()
            await asyncio.sleep(0.005)
        out_of_memory = self._out_of_memory()
        self.remove()
        while self.exists() and loop.time() < until:
            await asyncio.sleep(0.01)
            self.remove()
        return out_of_memory

    def _out_of_memory(self) -> bool:
        memory = self._folders.get("memory", self._folders.get(""))
        if memory is None:
            return False
        for name in ("memory.events", "memory.oom_control"):
            with contextlib.suppress(OSError):
                for line in (memory / name).read_text().splitlines():
                    key, _, value = line.partition(" ")
                    if key == "oom_kill" and int(value) > 0:
                        return True
        return False
