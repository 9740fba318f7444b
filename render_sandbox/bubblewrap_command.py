"""The command line that makes one bubblewrap worker: what it sees, and in which namespaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from render_sandbox.environment import worker_environment
from render_sandbox.settings import SandboxSettings

__all__ = ["Way", "command_for", "system_paths", "tmpfs_options"]

Way = Literal["root", "user", "plain"]
"""How the launcher stages files; see ``bubblewrap_launch``."""

_STAGE = "/stage/render_sandbox"
_SYSTEM = (
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/share/fonts",
    "/usr/share/fontconfig",
    "/usr/local/share/fonts",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/var/cache/fontconfig",
)
_LATEX = ("/usr/bin", "/usr/share/texlive", "/usr/share/texmf", "/etc/texmf", "/var/lib/texmf")
_ROOT_LINKS = ("/lib", "/lib64", "/lib32", "/bin")


@dataclass(frozen=True, slots=True)
class Bind:
    """A file or folder of the machine, and where the worker sees it, read-only."""

    source: Path
    target: str


def system_paths(settings: SandboxSettings, environment: Sequence[Path]) -> list[Bind]:
    """Everything that a worker sees of this machine."""
    paths = [Path(name) for name in (*_SYSTEM, *(_LATEX if settings.latex else ()))]
    binds = [Bind(path, str(path)) for path in (*paths, *environment) if path.exists()]
    binds += [
        Bind(Path(name), name) for name in _ROOT_LINKS if Path(name).is_dir() and not Path(name).is_symlink()
    ]
    binds.append(Bind(settings.stage, f"{_STAGE}/stage"))
    binds.append(Bind(settings.stage.parent / "__init__.py", f"{_STAGE}/__init__.py"))
    return binds


def tmpfs_options(settings: SandboxSettings) -> list[tuple[str, str]]:
    """The launcher's two writable file systems: name and mount options."""
    return [
        ("work", f"size={settings.tmp_mb}m,nr_inodes={settings.tmp_inodes},mode=1777"),
        ("shm", f"size={settings.shm_mb}m,nr_inodes=1000,mode=1777"),
    ]


def command_for(
    bwrap: Path, settings: SandboxSettings, binds: Sequence[Bind], way: Way, filter_descriptor: int
) -> list[str]:
    """``bwrap`` and its arguments, up to and including the worker."""
    command = [
        str(bwrap),
        "--unshare-all",
        "--unshare-user",
        "--disable-userns",
        "--die-with-parent",
        "--new-session",
        "--clearenv",
        *("--seccomp", str(filter_descriptor)),
        *("--uid", "65534", "--gid", "65534", "--hostname", "sandbox"),
        *("--proc", "/proc", "--dev", "/dev"),
        *_writable(settings, way),
    ]
    for number, bind in enumerate(binds):
        source = str(bind.source) if way == "plain" else f"/tmp/source/{number}"
        command += ["--ro-bind", source, bind.target]
    for name in _ROOT_LINKS:
        if Path(name).is_symlink():
            command += ["--symlink", str(Path(name).readlink()), name]
    command += ["--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in worker_environment("/stage").items():
        command += ["--setenv", name, value]
    worker = [str(settings.python), "-P", "-m", "render_sandbox.stage.worker"]
    return [*command, "--chdir", "/tmp", "--", *worker]


def _writable(settings: SandboxSettings, way: Way) -> list[str]:
    if way == "plain":
        return [
            *("--size", str(settings.shm_mb << 20), "--tmpfs", "/dev/shm"),
            *("--size", str(settings.tmp_mb << 20), "--tmpfs", "/tmp"),
        ]
    return ["--bind", "/tmp/shm", "/dev/shm", "--bind", "/tmp/work", "/tmp"]
