"""A worker's process is ended whole: with what outlives it, and however early it is cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

import pytest

from render_sandbox.job import Limits
from render_sandbox.process import ProcessWorker, start_process

LEAVES_A_CHILD = """
import os, time
if os.fork() == 0:
    os.setsid()
    print(os.getpid(), flush=True)
time.sleep(600)
"""


class Group:
    """What a control group is for: it knows every process of a worker, also those that left its session."""

    def __init__(self) -> None:
        self.members: list[int] = []
        self.buried = 0

    async def bury(self) -> bool:
        self.buried += 1
        for pid in self.members:
            os.kill(pid, signal.SIGKILL)
        return False


async def start(program: str, group: Group, *mark: str) -> ProcessWorker:
    command = [sys.executable, "-I", "-S", "-c", program, *mark]
    return await start_process(command, "test", Limits(), group.bury, env={})


def running(mark: str) -> list[str]:
    found: list[str] = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (
                mark in (folder / "cmdline").read_text()
                and "\nState:\tZ" not in (folder / "status").read_text()
            ):
                found.append(folder.name)
    return found


@pytest.mark.parametrize("group_knows", [True, False])
async def test_a_child_that_outlives_its_worker_and_holds_the_pipes_keeps_nobody_waiting(group_knows: bool):
    group = Group()
    worker = await start(LEAVES_A_CHILD, group)
    child = int(await worker.read())
    if group_knows:
        group.members = [child]
    try:
        autopsy = await asyncio.wait_for(worker.kill(), 30)

        assert autopsy.exit_code == 128 + signal.SIGKILL
        assert group.buried == 1
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("again", [0, 3])
@pytest.mark.parametrize("steps", [0, 1, 2, 5])
async def test_a_start_that_is_cancelled_leaves_no_process(steps: int, again: int, tmp_path: Path):
    group = Group()
    starting = asyncio.create_task(start(LEAVES_A_CHILD, group, str(tmp_path)))
    for _ in range(steps):
        await asyncio.sleep(0)
    starting.cancel()

    for _ in range(again):
        await asyncio.sleep(0)
        starting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(starting, 30)

    left = running(str(tmp_path))
    for pid in left:  # a child that had left the session, which only a real group can find
        os.kill(int(pid), signal.SIGKILL)
    assert len(left) <= 1
    assert group.buried == (1 if steps else 0)


async def test_what_cannot_be_started_is_buried():
    group = Group()

    with pytest.raises(OSError, match="no-such-program"):
        await start_process(["/no-such-program"], "test", Limits(), group.bury, env={})

    assert group.buried == 1
