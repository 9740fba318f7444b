"""Attacks on the kernel and on what surrounds the worker, by raw system calls."""

from __future__ import annotations

import os
import platform
import re
import textwrap
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from render_sandbox.job import Limits

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "mount": (165, 40),
    "umount2": (166, 39),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setuid": (105, 146),
    "setresuid": (117, 147),
    "setgroups": (116, 159),
    "capset": (126, 91),
    "personality": (135, 92),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "syslog": (103, 116),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "fanotify_init": (300, 262),
    "landlock_create_ruleset": (444, 444),
    "seccomp": (317, 277),
    "mbind": (237, 235),
    "migrate_pages": (256, 238),
    "vhangup": (153, 58),
    "lookup_dcookie": (212, 18),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def refusals(arena: Any) -> Any:
    """One worker tries them all, each with empty arguments; what it said."""
    arm = platform.machine() == "aarch64"
    calls = {name: numbers[arm] for name, numbers in NUMBERS.items()}
    return await arena.attack(
        f"""
        for name, number in {calls!r}.items():
            ctypes.set_errno(0)
            tried(name, libc.syscall(number, 0, 0, 0, 0, 0, 0))
        """
    )


@pytest.mark.parametrize("name", NUMBERS)
async def test_a_call_that_no_scene_needs_is_refused_by_the_filter(refusals: Any, name: str) -> None:
    assert f"TRIED {name} -> -1 EPERM" in refusals.said, refusals.said[-300:]
    assert f"REACHED {name}" not in refusals.said


ARM = platform.machine() == "aarch64"
NAMESPACES = {"user": 0x10000000, "net": 0x40000000, "pid": 0x20000000, "mount": 0x20000}
TRIES = {
    "clone": f"""
        for name, flag in {NAMESPACES!r}.items():
            tried(name, libc.syscall({220 if ARM else 56}, flag | 17, 0, 0, 0, 0))
        """,
    "clone3": "tried('clone3', libc.syscall(435, 0, 0))",
    "capabilities": "print(open('/proc/self/status').read())",
    "user": "print('IDS', os.getresuid(), os.getresgid(), os.getgroups())",
    "setuid": """
        found = []
        for folder, _, names in os.walk('/'):
            if folder.startswith('/proc'): continue
            for name in names:
                try: mode = os.lstat(os.path.join(folder, name)).st_mode
                except OSError: continue
                if mode & 0o6000 and mode & 0o170000 == 0o100000: found.append(os.path.join(folder, name))
        print('SETUID', found)
        print('FLAGS', [line.split()[3] for line in open('/proc/self/mounts')])
        """,
    "exec": """
        import shutil, subprocess
        shutil.copy(os.path.realpath(sys.executable), '/tmp/program')
        os.chmod('/tmp/program', 0o755)
        attempt('exec', lambda: subprocess.run(['/tmp/program', '-c', 'pass'], check=True))
        """,
    "processes": "print('PIDS', sorted(int(p) for p in os.listdir('/proc') if p.isdigit()))",
    "clock": "import time; attempt('clock', lambda: time.clock_settime(time.CLOCK_REALTIME, 1))",
    "states": """
        for pid in (entry for entry in os.listdir('/proc') if entry.isdigit()):
            lines = dict(line.split(':', 1) for line in open(f'/proc/{pid}/status'))
            print('STATE', pid, *(lines[name].strip() for name in ('Seccomp', 'NoNewPrivs', 'CapEff', 'CapPrm', 'CapBnd')))
        """,
    "dlopen": """
        import _ctypes, shutil, subprocess
        for folder in ('/tmp', '/dev/shm'):
            shutil.copy(_ctypes.__file__ if os.path.exists(getattr(_ctypes, '__file__', '')) else libc._name, folder + '/x.so')
            attempt('dlopen ' + folder, lambda: ctypes.CDLL(folder + '/x.so'))
        """,
    "shared": f"""
        import resource
        tried('timer_create', libc.syscall({107 if ARM else 222}, 1, 0, ctypes.byref(ctypes.c_int())))
        attempt('queue', lambda: open('/dev/mqueue/x', 'w'))
        attempt('files', lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)))
        """,
    "devices": """
        attempt('mknod', lambda: os.mknod('/tmp/disk', 0o660 | 0o060000, os.makedev(254, 0)))
        attempt('kmsg', lambda: open('/dev/kmsg').read(10))
        attempt('mem', lambda: open('/dev/mem', 'rb').read(10))
        attempt('fuse', lambda: open('/dev/fuse', 'rb').read(10))
        attempt('kvm', lambda: open('/dev/kvm', 'rb').read(10))
        """,
}
"""What leaves a worker as it was, so that one can try all of it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tries(arena: Any) -> dict[str, Any]:
    """For each of ``TRIES`` what came of it, all tried by one worker."""
    parts = [
        f"print('== {name}', flush=True)\n{textwrap.dedent(body).strip()}" for name, body in TRIES.items()
    ]
    # A walk over all files takes its time.
    limits = Limits(wall_s=60, memory_mb=512, processes=64, output_mb=64)
    result = await arena.attack("\n".join(parts), limits=limits)
    assert result.outcome is not None, result.said[-3000:]
    pieces = re.split(r"^== (\w+)\n", result.outcome.log, flags=re.MULTILINE)[1:]
    found = {
        name: replace(result, outcome=replace(result.outcome, log=log))
        for name, log in zip(pieces[::2], pieces[1::2], strict=True)
    }
    assert list(found) == list(TRIES), result.said[-3000:]
    return found


@pytest.mark.parametrize("name", NAMESPACES)
async def test_a_new_namespace_cannot_be_made_by_clone(tries: Any, name: str) -> None:
    tries["clone"].tried_and_failed(name)


async def test_clone3_is_said_to_be_missing(tries: Any) -> None:
    tries["clone3"].tried_and_failed("clone3")
    assert "ENOSYS" in tries["clone3"].said


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 and 32-bit calls are of x86-64")
async def test_an_x32_call_does_not_pass(arena: Any) -> None:
    limits = Limits(wall_s=4, memory_mb=512, processes=64)
    result = await arena.attack("tried('x32', libc.syscall(0x40000000 + 41, 2, 1, 0))", limits=limits)
    # One backend answers with an error, the other ends the thread or the process.
    assert "REACHED" not in result.said
    await arena.still_works()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 and 32-bit calls are of x86-64")
async def test_a_32_bit_call_does_not_pass(arena: Any) -> None:
    # int 0x80 with eax = 20 (getpid), from a page made executable.
    result = await arena.attack(
        """
        import mmap
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3')
        function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
        print('TRIED int80', flush=True)
        got = function()
        print('REACHED int80' if got > 0 else 'refused', got, flush=True)
        """,
        limits=Limits(wall_s=4, memory_mb=512, processes=64),
    )
    assert "TRIED int80" in result.said or result.error is not None
    assert "REACHED" not in result.said
    await arena.still_works()


async def test_no_capability_is_held_and_none_can_be_gained(tries: Any) -> None:
    for line in (
        "CapPrm:\t0000000000000000",
        "CapEff:\t0000000000000000",
        "CapBnd:\t0000000000000000",
        "NoNewPrivs:\t1",
        "Seccomp:\t2",
    ):
        assert line in tries["capabilities"].said.replace("\\t", "\t"), line


async def test_the_worker_is_nobody(tries: Any) -> None:
    said = tries["user"].said
    assert "IDS (65534, 65534, 65534) (65534, 65534, 65534)" in said
    assert ", 0]" not in said.partition("\n")[0]


async def test_no_program_raises_rights(arena: Any, tries: Any) -> None:
    said = tries["setuid"].said
    if arena.backend == "docker":
        assert "SETUID []" in said
    else:
        assert "SETUID" in said
        flags = said.split("FLAGS")[1].split("\n")[0]
        assert all("nosuid" in flag for flag in flags.split("', '")), flags


async def test_nothing_in_tmp_can_be_executed(tries: Any) -> None:
    tries["exec"].tried_and_failed("exec")


async def test_other_processes_of_the_machine_are_not_seen(tries: Any) -> None:
    pids = tries["processes"].said.split("PIDS [")[1].split("]")[0].split(", ")
    assert len(pids) <= 4
    assert str(os.getpid()) not in pids


async def test_killing_everything_in_sight_harms_only_the_worker(arena: Any) -> None:
    host = {pid: Path(f"/proc/{pid}").exists() for pid in (1, os.getpid(), os.getppid())}
    result = await arena.attack(
        f"""
        for pid in (1, 2, {os.getpid()}, {os.getppid()}):
            for number in (15, 9):
                try: os.kill(pid, number); print('TRIED', pid)
                except OSError as error: print('TRIED', pid, error)
        os.kill(-1, 9)
        """
    )
    assert "TRIED" in result.said or result.error is not None
    assert all(Path(f"/proc/{pid}").exists() for pid, there in host.items() if there)
    await arena.still_works()


async def test_the_clock_stays_right(tries: Any) -> None:
    tries["clock"].tried_and_failed("clock")
    assert time.time() > 1_600_000_000, "it was to be set to a second after 1970"


async def test_every_process_within_has_the_filter_and_no_rights(tries: Any) -> None:
    """Also those that a scene may write to by /proc/PID/mem: taking one over gains nothing."""
    states = [line.split()[2:] for line in tries["states"].said.splitlines() if line.startswith("STATE")]
    assert len(states) >= 2, "the worker and its init"
    assert all(state == ["2", "1", "0" * 16, "0" * 16, "0" * 16] for state in states), states


async def test_code_cannot_be_loaded_from_a_writable_folder(tries: Any) -> None:
    tries["dlopen"].tried_and_failed("dlopen /tmp", "dlopen /dev/shm")


async def test_a_worker_cannot_take_what_all_workers_of_its_user_share(tries: Any) -> None:
    tries["shared"].tried_and_failed("timer_create", "queue", "files")


async def test_a_device_cannot_be_made_or_opened(tries: Any) -> None:
    tries["devices"].nothing_reached()
