"""Who started a worker, written so that another process can tell later whether that one still lives.

A process id alone is reused; with the boot, the pid namespace and the start time it names one process.
"""

from __future__ import annotations

import itertools
import os
from functools import cache
from pathlib import Path

__all__ = ["is_gone", "maker_of", "new_worker", "this_process"]

_numbers = itertools.count(1)


@cache
def _here() -> str:
    """This boot and pid namespace, where process ids mean what they mean to us."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip().replace("-", "")[:16]
    namespace = Path("/proc/self/ns/pid").stat().st_ino
    return f"{boot}-{namespace}"


def _start_time(pid: int) -> str | None:
    """Clock ticks since boot at which the process started; None: there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The command's name may hold spaces and brackets; what follows its last bracket is fields 3, 4, …
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def this_process() -> str:
    """The identity of this process: letters, digits and dashes."""
    pid = os.getpid()
    return f"{_here()}-{pid}-{_start_time(pid)}"


def new_worker() -> str:
    """The identity of this process and a number: two sandboxes in it call no two workers the same."""
    return f"{this_process()}-{next(_numbers)}"


def maker_of(worker: str) -> str:
    """The identity of the process which called a worker so."""
    return worker.rpartition("-")[0]


def is_gone(identity: str) -> bool:
    """Whether the process with this identity has surely ended.

    False when that can't be told from here: it lives, or its pid namespace on this boot is another one.
    """
    parts = identity.split("-")
    if len(parts) != 4 or not all(parts):
        return False
    boot, namespace, pid, start = parts
    if boot != _here().partition("-")[0]:
        return True
    if f"{boot}-{namespace}" != _here():
        return False
    return not pid.isdigit() or _start_time(int(pid)) != start
