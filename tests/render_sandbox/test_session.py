"""The host's side of a job, against processes that say what the test wants, by the real pipes."""

from __future__ import annotations

import struct
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from render_sandbox.backend import LogTail
from render_sandbox.errors import LimitReached, ProtocolViolation, SandboxError, WorkerDied
from render_sandbox.job import Job, Limits, Outcome
from render_sandbox.process import ProcessWorker, start_process
from render_sandbox.session import await_ready, check_job, serve
from render_sandbox.stage.protocol import LOG_END, Kind, encode, encode_json

from .worker_frames import JOB, js, start_file

Serve = Callable[..., Awaitable[Outcome]]


async def running(program: str, limits: Limits = Limits()) -> ProcessWorker:
    async def nothing() -> bool:
        return False

    return await start_process([sys.executable, "-I", "-S", "-c", program], "test", limits, nothing, env={})


@pytest_asyncio.fixture
async def served() -> AsyncGenerator[Serve]:
    """Serve a job on a process that runs the given Python."""
    workers: list[ProcessWorker] = []

    async def start(
        program: str, *, limits: Limits = Limits(wall_s=10), job: Job = JOB, **more: Any
    ) -> Outcome:
        worker = await running(program, limits)
        workers.append(worker)
        try:
            return await serve(worker, job, limits, more.get("on_progress"))
        except SandboxError:
            assert not worker.alive(), "after an error the worker is gone"
            raise

    yield start
    for worker in workers:
        await worker.kill()


def saying(*frames: bytes, then: str = "time.sleep(20)") -> str:
    return f"import os, time\nos.write(1, {b''.join(frames)!r})\n{then}"


async def test_files_messages_and_report_arrive(served: Serve) -> None:
    seen: list[Any] = []
    program = saying(
        js(Kind.PROGRESS, {"frames": 1}),
        start_file("chunk.mp4", 5),
        encode(Kind.DATA, b"abc"),
        encode(Kind.DATA, b"de"),
        js(Kind.REPORT, {"ok": True}),
    )
    outcome = await served(program, on_progress=seen.append)
    assert (outcome.report, outcome.files, seen) == ({"ok": True}, {"chunk.mp4": b"abcde"}, [{"frames": 1}])


async def test_the_log_is_kept_and_its_control_characters_shown(served: Serve) -> None:
    program = "import os\nos.write(2, b'hello\\x1b[31m')\n" + saying(js(Kind.REPORT, {"ok": True}))
    assert (await served(program)).log == "hello\\x1b[31m"


async def test_what_is_printed_before_the_report_may_come_after_it(served: Serve) -> None:
    late = f"time.sleep(0.1)\nos.write(2, b'late' + {LOG_END!r})\ntime.sleep(20)"
    assert (await served(saying(js(Kind.REPORT, {"ok": True}), then=late))).log == "late"


@pytest.mark.parametrize("cut", range(len(LOG_END) + 1))
def test_the_end_of_the_log_is_noticed_in_whatever_pieces_it_comes(cut: int) -> None:
    log = LogTail()
    log.feed(b"said" + LOG_END[:cut])
    assert log.ended == (cut == len(LOG_END))
    log.feed(LOG_END[cut:])
    assert log.ended
    assert log.text() == "said"


LIES = {
    "an unknown kind": struct.pack(">BI", 99, 1) + b"x",
    "a second ready": js(Kind.READY, {}),
    "a job for the host": js(Kind.JOB, {}),
    "a frame of four gigabytes": b"\x13\xff\xff\xff\xff",
    "data without a file": encode(Kind.DATA, b"x"),
    "empty data within a file": start_file("chunk.mp4", 2) + encode(Kind.DATA, b""),
    "a report that is a list": js(Kind.REPORT, b"[1]"),
    "a report without ok": js(Kind.REPORT, {"frames": 1}),
    "a report whose ok is a number": js(Kind.REPORT, {"ok": 1}),
    "a failed report without an error": js(Kind.REPORT, {"ok": False}),
    "infinity": js(Kind.REPORT, b'{"ok": true, "frames": 1e999}'),
    "NaN": js(Kind.REPORT, b'{"ok": true, "frames": NaN}'),
    "nesting without end": js(Kind.REPORT, b'{"ok": true, "x": ' + b"[" * 100_000),
    "nesting too deep": js(Kind.REPORT, b'{"ok": true, "x": ' + b"[" * 80 + b"]" * 80 + b"}"),
    "half a surrogate": js(Kind.REPORT, b'{"ok": true, "x": "\\ud800"}'),
    "half a surrogate as a key": js(Kind.REPORT, b'{"ok": true, "\\udfff": 1}'),
    "bytes that are not UTF-8": js(Kind.REPORT, b'{"ok": true, "x": "\xff"}'),
    "an absurd number": js(Kind.REPORT, b'{"ok": true, "x": ' + b"9" * 10_000 + b"}"),
    "a path as a name": start_file("../../etc/cron.d/x", 1),
    "an absolute name": start_file("/etc/passwd", 1),
    "a name with a null": start_file("chunk.mp4\0.sh", 1),
    "a name with a newline": start_file("chunk.mp4\n", 1),
    "a name that looks alike": start_file("chunk\u2024mp4", 1),
    "a name with a direction mark": start_file("chunk\u202e4pm.", 1),
    "a name that is not expected": start_file("evil.html", 1),
    "a name that is a number": start_file(7, 1),
    "a negative size": start_file("chunk.mp4", -1),
    "a size that is a truth": start_file("chunk.mp4", True),
    "a size that is a fraction": start_file("chunk.mp4", 1.0),
    "the same file twice": (start_file("chunk.mp4", 1) + encode(Kind.DATA, b"x")) * 2,
    "more data than said": start_file("chunk.mp4", 1) + encode(Kind.DATA, b"xyz"),
    "a report in the middle of a file": start_file("chunk.mp4", 9) + js(Kind.REPORT, {"ok": True}),
    "text": b"Traceback (most recent call last):\n",
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_lie_voids_the_job(served: Serve, lie: str) -> None:
    with pytest.raises(ProtocolViolation, match="broke the protocol after .* in scene 3"):
        await served(saying(LIES[lie]))


async def test_the_end_without_a_report_is_a_death_with_its_exit_code(served: Serve) -> None:
    with pytest.raises(WorkerDied, match=r"in scene 3 without a report \(exit code 7\)") as death:
        await served("import os; os._exit(7)")
    assert death.value.details["exit_code"] == 7


async def test_a_crash_frame_is_quoted(served: Serve) -> None:
    crash = js(Kind.CRASH, {"type": "LookupError", "message": "no such job"})
    with pytest.raises(WorkerDied, match="LookupError: no such job"):
        await served(saying(crash))


FLOODS = {
    "messages": f"frame = {js(Kind.PROGRESS, {}) * 100!r}\nwhile True: os.write(1, frame)",
    "text": "while True: os.write(2, b'x' * 65536)",
    "silence": "time.sleep(60)",
    "a slow drip": f"frame = {js(Kind.PROGRESS, {})!r}\nwhile True: os.write(1, frame); time.sleep(0.01)",
}


@pytest.mark.parametrize(
    ("flood", "limit"),
    [("messages", "messages"), ("text", "output"), ("silence", "time"), ("a slow drip", "time")],
)
async def test_a_flood_ends_with_the_limit_it_hit(served: Serve, flood: str, limit: str) -> None:
    wall = 1 if limit == "time" else 20
    with pytest.raises(LimitReached) as reached:
        await served("import os, time\n" + FLOODS[flood], limits=Limits(wall_s=wall))
    assert reached.value.limit == limit
    assert reached.value.details["label"] == "scene 3"


async def test_the_deadline_holds_while_bytes_never_stop(served: Serve) -> None:
    """A per-read timeout would never fire here: there is always something to read."""
    data = encode(Kind.DATA, b"x" * 10) * 100
    head = start_file("chunk.mp4", 1 << 40)
    program = f"import os\nos.write(1, {head!r})\nwhile True: os.write(1, {data!r})"
    with pytest.raises(LimitReached):
        await served(program, limits=Limits(wall_s=1, output_mb=1 << 20))


async def test_a_worker_that_does_not_read_a_large_job_meets_the_deadline(served: Serve) -> None:
    job = Job("stitch", {}, {"000.mp4": b"x" * (8 << 20)}, label="scene 3")
    with pytest.raises(LimitReached, match="time: 1 s limit"):
        await served("import time; time.sleep(60)", limits=Limits(wall_s=1), job=job)


async def test_a_worker_that_fails_to_warm_says_why() -> None:
    crash = encode_json(Kind.CRASH, {"type": "ImportError", "message": "No module named 'manim'"})
    worker = await running(saying(crash))
    with pytest.raises(WorkerDied, match="No module named 'manim'"):
        await await_ready(worker, 10)
    await worker.kill()


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/../../x", "/etc/passwd", "a//b", "a\\b", "x\0y", "x\n", ".hidden", "a/.b", "é.png",
     "a\u202eb", "con/" * 3 + "x", "x" * 200, "a b.png"],
)  # fmt: skip
def test_an_input_name_with_a_trick_is_refused(name: str) -> None:
    with pytest.raises(SandboxError, match="not acceptable"):
        check_job(Job("render", {}, {name: b""}))


@pytest.mark.parametrize("name", ["scene.py", "assets/logo-2.png", "voice/a_b.wav", "000.mp4"])
def test_an_ordinary_input_name_is_taken(name: str) -> None:
    check_job(Job("render", {}, {name: b""}))


def test_an_unknown_kind_of_job_is_refused() -> None:
    with pytest.raises(SandboxError, match="There is no job 'shell'"):
        check_job(Job("shell", {}))  # pyright: ignore[reportArgumentType]
