"""Attacks that take: memory, processes, files, time, output. Each ends with a figure, and the next job runs.

The next job is the next attack; ``arena`` ends with one, and what takes from the machine asks at once.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from render_sandbox.errors import LimitReached, ProtocolViolation, WorkerDied
from render_sandbox.job import Limits

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHORT = Limits(wall_s=2, memory_mb=512, processes=64, output_mb=64)


def _machine_processes() -> int:
    return sum(1 for entry in os.listdir("/proc") if entry.isdigit())


def _available_mb() -> int:
    match = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
    assert match is not None
    return int(match[1]) // 1024


async def _watch(look: Any, into: list[int]) -> None:
    while True:
        into.append(look())
        await asyncio.sleep(0.05)


async def test_a_memory_bomb_ends_at_its_limit_with_the_figure(arena: Any) -> None:
    seen: list[int] = []
    before = _available_mb()
    watch = asyncio.create_task(_watch(_available_mb, seen))
    result = await arena.attack("x = []\nwhile True:\n    x.append(bytearray(64 << 20))")
    watch.cancel()
    assert isinstance(result.error, LimitReached)
    assert result.error.limit == "memory"
    assert re.fullmatch(
        r"memory: 512 MiB limit reached after \d+\.\d s in the attack\.", result.error.message
    ), result.error.message
    assert before - min(seen) < 4000, "4 GB were never taken from the machine"
    await arena.still_works()


async def test_memory_taken_by_children_counts(arena: Any) -> None:
    result = await arena.attack(
        """
        for _ in range(8):
            if os.fork() == 0:
                x = b'x' * (200 << 20)
                while True: pass
        import time; time.sleep(60)
        """,
        limits=Limits(wall_s=6, memory_mb=512, processes=64),
    )
    assert isinstance(result.error, LimitReached), result.said


async def test_tmp_cannot_be_filled_beyond_its_size(arena: Any) -> None:
    result = await arena.attack(
        """
        written = 0
        try:
            with open('/tmp/big', 'wb') as file:
                for _ in range(4096):
                    written += file.write(b'x' * (1 << 20))
                    file.flush()
        except OSError as error:
            print('TRIED fill ->', error)
        os.unlink('/tmp/big')
        print('WRITTEN', written >> 20)
        """
    )
    result.tried_and_failed("fill")
    assert "No space left" in result.said


async def test_shared_memory_cannot_be_filled_beyond_its_size(arena: Any) -> None:
    result = await arena.attack(
        """
        def fill():
            with open('/dev/shm/big', 'wb', buffering=0) as file:
                for _ in range(64):
                    file.write(b'x' * (1 << 20))
        attempt('shm', fill)
        print('SIZE', os.stat('/dev/shm/big').st_size >> 20)
        """
    )
    result.tried_and_failed("shm")
    size = re.search(r"SIZE (\d+)", result.said)
    assert size is not None
    assert int(size[1]) <= 16


async def test_inodes_run_out_early(arena: Any) -> None:
    result = await arena.attack(
        """
        made = 0
        try:
            for made in range(100_000):
                open(f'/tmp/{made}', 'w').close()
        except OSError as error:
            print('TRIED inodes ->', error)
        print('MADE', made)
        for n in range(made):
            os.unlink(f'/tmp/{n}')
        """
    )
    made = re.search(r"MADE (\d+)", result.said)
    assert made is not None, result.said[-2000:]
    assert int(made[1]) <= 2000


async def test_a_fork_bomb_stays_within_its_number(arena: Any) -> None:
    before = _machine_processes()
    seen: list[int] = []
    watch = asyncio.create_task(_watch(_machine_processes, seen))
    result = await arena.attack(
        """
        while True:
            try:
                os.fork()
            except OSError:
                pass
        """,
        limits=SHORT,
    )
    watch.cancel()
    assert isinstance(result.error, (LimitReached, WorkerDied)), result.said[-2000:]
    # Others work on this machine too, so there is room for some.
    assert max(seen) - before < 64 + 100
    await arena.still_works()


async def test_a_thread_bomb_stays_within_its_number(arena: Any) -> None:
    result = await arena.attack(
        """
        import threading, time
        made = 0
        try:
            for made in range(10_000):
                threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        except RuntimeError as error:
            print('TRIED threads ->', error)
        print('MADE', made)
        os._exit(3)
        """
    )
    made = re.search(r"MADE (\d+)", result.said)
    assert made is not None, result.said[-2000:]
    assert int(made[1]) < 64


async def test_an_endless_loop_ends_at_the_deadline_with_the_figure(arena: Any) -> None:
    result = await arena.attack("while True: pass", limits=SHORT)
    assert isinstance(result.error, LimitReached)
    assert (result.error.limit, result.error.figure) == ("time", "2 s")
    after = re.search(r"time: 2 s limit reached after (\d+\.\d) s in the attack", result.error.message)
    assert after is not None, result.error.message
    assert 2 <= float(after[1]) < 20, "a busy machine may be late"


async def test_a_sum_that_python_cannot_interrupt_ends_too(arena: Any) -> None:
    result = await arena.attack("print(sum(1 for k in range(10**12)), 9**9**9)", limits=SHORT)
    assert isinstance(result.error, LimitReached)


async def test_ignored_signals_do_not_help(arena: Any) -> None:
    result = await arena.attack(
        """
        import signal
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        while True: pass
        """,
        limits=SHORT,
    )
    assert isinstance(result.error, LimitReached)
    await arena.still_works()


async def test_children_that_burn_the_processors_are_gone_after_the_job(arena: Any) -> None:
    result = await arena.attack(
        """
        for _ in range(8):
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    while True: pass
                os._exit(0)
        """
    )
    assert result.outcome is not None, result.said
    for _ in range(100):
        if not _burning():
            break
        await asyncio.sleep(0.05)
    assert _burning() == []
    await arena.still_works()


def _burning() -> list[str]:
    """Workers of ours that ran for more than a second and have no server as an ancestor to answer to."""
    found: list[str] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        parent_is_init = fields[1] == "1"
        if b"render_sandbox.stage.worker" in command and parent_is_init and b"bwrap" not in command:
            found.append(stat.parent.name)
    return found


@pytest.mark.parametrize("descriptor", [1, 2])
async def test_a_flood_of_prints_ends_the_job(arena: Any, descriptor: int) -> None:
    result = await arena.attack(
        f"while True: os.write({descriptor}, b'x' * 65536)",
        limits=Limits(wall_s=15, memory_mb=512, processes=64),
    )
    assert isinstance(result.error, LimitReached), result.said[-500:]
    assert result.error.limit in ("output", "time")
    assert len(result.said) < 1 << 20, "what is kept is truncated"


async def test_a_flood_of_raw_bytes_in_the_protocol_ends_the_job_at_once(arena: Any) -> None:
    begun = time.monotonic()
    result = await arena.attack(
        """
        import glob
        while True:
            for fd in range(3, 300):
                try: os.write(fd, b'\\xff' * 65536)
                except OSError: pass
        """
    )
    assert isinstance(result.error, ProtocolViolation), result.said[-500:]
    assert time.monotonic() - begun < 10


async def test_a_flood_of_well_formed_messages_ends_the_job(arena: Any) -> None:
    result = await arena.attack(
        """
        import struct
        frame = struct.pack('>BI', 17, 2) + b'{}'
        while True:
            os.write(PROTOCOL, frame * 5000)
        """.replace(
            "PROTOCOL", "next(fd for fd in range(102, 99, -1) if os.path.exists(f'/proc/self/fd/{fd}'))"
        )
    )
    assert isinstance(result.error, LimitReached), result.said[-500:]
    assert result.error.limit == "messages"


async def test_a_flood_of_large_messages_ends_the_job(arena: Any) -> None:
    result = await arena.attack(
        """
        import struct
        payload = b'{"x": "' + b'y' * 16000 + b'"}'
        frame = struct.pack('>BI', 17, len(payload)) + payload
        while True:
            view = memoryview(frame * 50)
            while view:
                view = view[os.write(101, view):]
        """
    )
    assert isinstance(result.error, LimitReached), result.said[-500:]
    assert (result.error.limit, result.error.figure) == ("messages", "16 MiB of progress messages")


async def test_too_many_bytes_of_output_end_the_job(arena: Any) -> None:
    result = await arena.attack(
        """
        import struct
        head = b'{"name": "chunk.mp4", "size": 60000000}'
        os.write(101, struct.pack('>BI', 18, len(head)) + head)
        data = struct.pack('>BI', 2, 1 << 20) + bytes(1 << 20)
        while True:
            view = memoryview(data)
            while view:
                view = view[os.write(101, view):]
        """,
        limits=Limits(wall_s=20, memory_mb=512, processes=64, output_mb=20),
    )
    assert isinstance(result.error, LimitReached), result.said[-500:]
    assert (result.error.limit, result.error.figure) == ("output", "20 MiB")


async def test_a_job_that_never_reads_its_input_ends_at_the_deadline(
    arena: Any, make_job: Any, draw: Any
) -> None:
    result = await arena.attack("import time; time.sleep(1000)", limits=SHORT)
    assert isinstance(result.error, LimitReached)
