"""Runs between the server and ``bwrap``: enters the cgroup, stages files, drops rights, becomes ``bwrap``.

A program of its own (``python -I -S bubblewrap_launch.py SPEC``), standard library only, because nothing
of this may happen between fork and exec of a server with threads. SPEC is JSON:

- ``join``: cgroup files to write ``0`` to
- ``parent``: the process that must be ours, or we end
- ``way``: ``root`` (a mount namespace, then another uid), ``user`` (a user namespace with a mount
  namespace in it) or ``plain`` (neither; ``bwrap`` alone)
- ``uid``: for ``root``, whom to become
- ``sources``: files and folders, each bound to ``/tmp/source/<number>`` (unless ``plain``)
- ``tmpfs``: ``[[name, options], …]``, each mounted on ``/tmp/<name>`` (unless ``plain``): ``bwrap`` itself
  can't limit inodes
- ``rlimits``: ``{"NPROC": 128, …}``
- ``command``: what to become
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

_CLONE_NEWNS, _CLONE_NEWUSER = 0x00020000, 0x10000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SIGKILL = 9

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Do all of it and never return."""
    spec = json.loads(sys.argv[1])
    for path in spec["join"]:
        Path(path).write_text("0")
    Path("/proc/self/oom_score_adj").write_text("500")
    if spec["way"] != "plain":
        _stage(spec)
    for name, value in spec["rlimits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    if spec["way"] == "root":
        os.setgroups([])
        os.setresgid(spec["uid"], spec["uid"], spec["uid"])
        os.setresuid(spec["uid"], spec["uid"], spec["uid"])
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # After the change of uid, which clears it.
    _call("prctl", _PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if os.getppid() != spec["parent"]:
        sys.exit("the server is gone")
    os.execve(spec["command"][0], spec["command"], {})


def _stage(spec: dict[str, Any]) -> None:
    """In a mount namespace of our own, put everything where the later uid can reach it."""
    if spec["way"] == "root":
        _call("unshare", _CLONE_NEWNS)
    else:
        uid, gid = os.getuid(), os.getgid()
        _call("unshare", _CLONE_NEWUSER | _CLONE_NEWNS)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    # Opened before /tmp is covered: a source may lie there.
    sources = [os.open(path, os.O_PATH) for path in spec["sources"]]
    _mount("tmpfs", "/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, "size=1m,mode=755")
    Path("/tmp/source").mkdir()
    for number, source in enumerate(sources):
        target = Path(f"/tmp/source/{number}")
        if Path(f"/proc/self/fd/{source}").is_dir():
            target.mkdir()
        else:
            target.touch()
        _mount(f"/proc/self/fd/{source}", str(target), None, _MS_BIND | _MS_REC)
        os.close(source)
    for name, options in spec["tmpfs"]:
        Path(f"/tmp/{name}").mkdir()
        _mount("tmpfs", f"/tmp/{name}", "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)


def _mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    _call(
        "mount",
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        options.encode(),
    )


def _call(name: str, *arguments: Any) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        sys.exit(f"{name}: {os.strerror(number)}")


if __name__ == "__main__":
    main()
