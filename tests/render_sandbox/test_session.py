"""The host's side of a job, against processes that say what the test wants, by the real pipes."""

from __future__ import annotations

import asyncio
import json
import re
import struct
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from render_sandbox.backend import Autopsy, Flood, LogTail
from render_sandbox.errors import JobRefused, LimitReached, ProtocolViolation, SandboxError, WorkerDied
from render_sandbox.job import Job, Limits, Outcome
from render_sandbox.process import ProcessWorker, start_process
from render_sandbox.session import await_ready, check_job, serve, warm_up
from render_sandbox.stage.protocol import CHUNK, LOG_END, FrameReader, Kind, encode, encode_json

Serve = Callable[..., Awaitable[Outcome]]

JOB = Job("render", {}, {"scene.py": b""}, label="scene 3")


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


def js(kind: Kind, value: Any) -> bytes:
    return encode(kind, value if isinstance(value, bytes) else json.dumps(value).encode())


def start_file(name: Any, size: Any) -> bytes:
    return js(Kind.FILE, {"name": name, "size": size})


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


class Scripted:
    """A worker without a process: it says what it is given, piece by piece, and then ends."""

    name = "scripted"
    limits = Limits()

    def __init__(
        self,
        *says: bytes | Exception,
        log: str = "",
        end: Autopsy = Autopsy(exit_code=7),
        takes: int = 1 << 30,
    ) -> None:
        self.says = list(says)
        self.said, self.end, self.takes = log, end, takes
        self.heard = bytearray()
        self.settled_within: list[float] = []
        self.killed = False

    async def read(self) -> bytes:
        await asyncio.sleep(0.002)
        if not self.says:
            return b""
        piece = self.says.pop(0)
        if isinstance(piece, Exception):
            raise piece
        return piece

    async def write(self, data: bytes) -> None:
        if len(self.heard) + len(data) > self.takes:
            raise BrokenPipeError("nobody reads")
        self.heard += data

    async def resize(self, limits: Limits) -> bool:
        return limits == self.limits

    def log(self) -> str:
        return self.said

    async def settle(self, within_s: float) -> None:
        self.settled_within.append(within_s)

    def alive(self) -> bool:
        return not self.killed

    async def kill(self) -> Autopsy:
        self.killed = True
        return self.end

    def frames(self) -> list[tuple[Kind, bytes]]:
        return [(f.kind, f.payload) for f in FrameReader(frozenset(Kind)).feed(bytes(self.heard))]


async def failing(worker: Scripted, *, limits: Limits = Limits(wall_s=10), job: Job = JOB) -> SandboxError:
    """The error that a served job ends with; by then the worker is gone."""
    with pytest.raises(SandboxError) as raised:
        await serve(worker, job, limits, None)
    assert worker.killed
    if not isinstance(raised.value, JobRefused):
        after = raised.value.details["after_s"]
        assert f"after {after:.1f} s" in raised.value.message
        assert after == round(after, 3) > 0
    return raised.value


def told(error: SandboxError) -> str:
    return re.sub(r"after \d+\.\d s", "after N s", error.message)


async def starting(worker: Scripted, timeout_s: float = 10) -> WorkerDied:
    with pytest.raises(WorkerDied) as raised:
        await await_ready(worker, timeout_s)
    return raised.value


STATUS = "Run 'proofreel sandbox status' to see what is missing."


async def test_a_worker_is_ready_when_it_says_so_in_whatever_pieces() -> None:
    ready = js(Kind.READY, {"pid": 7})
    await await_ready(Scripted(ready[:3], ready[3:]), 10)


@pytest.mark.parametrize(
    ("says", "message"),
    [
        (js(Kind.REPORT, {"ok": True}), "A worker failed to start: REPORT is not expected here"),
        (Flood("too much text"), "A worker failed to start: too much text"),
        (OSError("no pipe"), "A worker failed to start: no pipe"),
    ],
)
async def test_what_is_no_start_is_quoted_with_the_log_and_where_to_look(
    says: bytes | Exception, message: str
) -> None:
    error = await starting(Scripted(says, log="the log"))

    assert (error.message, error.fix, error.details) == (message, STATUS, {"log": "the log"})


async def test_a_worker_that_crashes_while_it_starts_is_quoted_with_its_log() -> None:
    error = await starting(Scripted(js(Kind.CRASH, {"type": "T" * 90, "message": "m" * 1100}), log="the log"))

    assert error.message == f"A worker failed to start: {'T' * 80}: {'m' * 1000}"
    assert error.details == {"log": "the log"}

    error = await starting(Scripted(js(Kind.CRASH, b"[]")))
    assert error.message == "A worker failed to start: it said nothing readable"


async def test_a_worker_that_ends_early_is_told_by_the_end_of_its_log() -> None:
    log = "x" * 700 + "\n" + "y" * 597 + "\n"

    error = await starting(Scripted(log=log))

    assert error.message == f"A worker ended before it was ready: x\n{'y' * 597}"
    assert (error.fix, error.details) == (STATUS, {"log": log})
    assert (await starting(Scripted(log=" \n"))).message == (
        "A worker ended before it was ready: it said nothing"
    )


async def test_a_worker_that_never_answers_is_given_up_in_time() -> None:
    class Silent(Scripted):
        async def read(self) -> bytes:
            await asyncio.sleep(60)
            return b""

    error = await starting(Silent(log="the log"), timeout_s=0.01)

    assert error.message == "A worker was not ready after 0 s."
    assert (error.fix, error.details) == (STATUS, {"log": "the log"})


async def test_warming_asks_for_it_and_waits_for_the_second_ready() -> None:
    worker = Scripted(js(Kind.READY, {}))

    await warm_up(worker, 10)

    assert worker.frames() == [(Kind.WARM, b"")]
    assert worker.says == []


async def test_a_worker_that_is_gone_says_so_when_it_is_read_not_when_it_is_asked_to_warm() -> None:
    with pytest.raises(WorkerDied, match="A worker ended before it was ready: killed"):
        await warm_up(Scripted(takes=0, log="killed"), 10)
    with pytest.raises(WorkerDied, match="not ready after 0 s"):
        await warm_up(Scripted(*[js(Kind.READY, {})[:1]] * 99), 0.01)


async def test_a_job_goes_out_as_a_head_and_its_files_in_pieces() -> None:
    big = bytes(range(256)) * (CHUNK // 256) + b"end"
    worker = Scripted(js(Kind.REPORT, {"ok": True}))
    job = Job("render", {"quality": "low"}, {"scene.py": b"code", "empty.txt": b"", "assets/a.bin": big})

    outcome = await serve(worker, job, Limits(), None)

    (kind, head), *pieces = worker.frames()
    assert (kind, json.loads(head)) == (
        Kind.JOB,
        {
            "kind": "render",
            "request": {"quality": "low"},
            "files": [["scene.py", 4], ["empty.txt", 0], ["assets/a.bin", CHUNK + 3]],
        },
    )
    assert pieces == [(Kind.DATA, b"code"), (Kind.DATA, big[:CHUNK]), (Kind.DATA, b"end")]
    assert 0 < outcome.seconds < 60
    assert worker.settled_within == [0.5]
    assert not worker.killed


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"a": object()}, "Object of type object is not JSON serializable"),
        ({"a": float("nan")}, "Out of range float values are not JSON compliant"),
        ({"a": "x" * (8 << 20)}, "JOB of "),
    ],
)
async def test_a_request_that_cannot_be_sent_is_refused(request_: dict[str, Any], why: str) -> None:
    error = await failing(Scripted(b"\x10" * 3), job=Job("render", request_))

    assert isinstance(error, JobRefused)
    assert error.message.startswith(f"The request can't be sent: {why}")


async def test_a_worker_may_report_without_reading_all_of_its_job() -> None:
    worker = Scripted(js(Kind.REPORT, {"ok": True}), log="why", takes=200)
    outcome = await serve(worker, Job("render", {}, {"a.bin": b"x" * 500}), Limits(), None)
    assert (outcome.report, outcome.log) == ({"ok": True}, "why")


class Deaf(Scripted):
    """It speaks without ever reading; handing over to it ends when nobody waits any more."""

    left_alone = False

    async def write(self, data: bytes) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            self.left_alone = True


async def test_whatever_a_worker_says_that_reads_nothing_is_heard_and_the_handing_over_ended() -> None:
    worker = Deaf(js(Kind.REPORT, {"ok": True}))
    assert (await serve(worker, JOB, Limits(), None)).report == {"ok": True}
    assert worker.left_alone

    liar = Deaf(encode(Kind.DATA, b"x"))
    assert isinstance(await failing(liar), ProtocolViolation)
    assert liar.left_alone


@pytest.mark.parametrize("error", ["told", {"type": "NameError"}])
async def test_a_failed_report_says_why_in_words_or_as_an_object(error: Any) -> None:
    outcome = await serve(Scripted(js(Kind.REPORT, {"ok": False, "error": error})), JOB, Limits(), None)
    assert outcome.report["error"] == error


async def test_an_empty_file_needs_no_data() -> None:
    says = start_file("poster.png", 0) + start_file("chunk.mp4", 1) + encode(Kind.DATA, b"x")
    outcome = await serve(Scripted(says, js(Kind.REPORT, {"ok": True})), JOB, Limits(), None)
    assert outcome.files == {"poster.png": b"", "chunk.mp4": b"x"}


SENDS = {
    "a file after another": (
        start_file("chunk.mp4", 2) + encode(Kind.DATA, b"a") + start_file("poster.png", 1),
        "FILE in the middle of a file",
    ),
    "another name": (start_file("x" * 90, 1), f"a render job may not send a file '{'x' * 80}'"),
    "the same twice": (start_file("chunk.mp4", 0) * 2, "chunk.mp4 was sent twice"),
    "no size": (start_file("chunk.mp4", None), "a file without a size"),
    "less than nothing": (start_file("chunk.mp4", -1), "a file without a size"),
    "data for nobody": (encode(Kind.DATA, b"x"), "data that belongs to no file"),
    "data after the end": (
        start_file("chunk.mp4", 1) + encode(Kind.DATA, b"x") * 2,
        "data that belongs to no file",
    ),
    "no ok": (js(Kind.REPORT, {}), "a report without 'ok'"),
    "no error": (js(Kind.REPORT, {"ok": False, "error": 7}), "a failed report without 'error'"),
}


@pytest.mark.parametrize("label", ["scene 3", ""])
@pytest.mark.parametrize("sends", SENDS)
async def test_a_lie_is_told_by_its_words_with_the_log_and_a_way_out(sends: str, label: str) -> None:
    said, why = SENDS[sends]
    log = "-" * 10 + "x" * 4000

    error = await failing(Scripted(said, log=log), job=Job("render", {}, label=label))

    where = f" in {label}" if label else ""
    assert isinstance(error, ProtocolViolation)
    assert told(error) == f"The worker broke the protocol after N s{where}: {why}."
    assert error.fix == (
        "Only the renderer may write to the protocol; the scene's own output belongs on screen."
    )
    assert {**error.details, "after_s": 0} == {"after_s": 0, "label": label, "log": "x" * 4000}


@pytest.mark.parametrize("label", ["scene 3", ""])
@pytest.mark.parametrize(("code", "end"), [(7, "exit code 7"), (0, "exit code 0"), (None, "no exit code")])
async def test_a_death_is_told_with_its_exit_code_the_end_of_the_log_and_a_way_out(
    label: str, code: int | None, end: str
) -> None:
    worker = Scripted(log="-" + "x" * 4000, end=Autopsy(exit_code=code))

    error = await failing(worker, job=Job("render", {}, label=label))

    where = f" in {label}" if label else ""
    assert isinstance(error, WorkerDied)
    assert told(error) == f"The worker ended after N s{where} without a report ({end})."
    assert error.fix == (
        "The scene ended its own process; remove calls such as os._exit, sys.exit and os.kill."
    )
    facts = {"exit_code": code, "after_s": 0, "label": label, "log": "x" * 4000}
    assert {**error.details, "after_s": 0} == facts
    assert worker.settled_within == [0.5]


async def test_a_crash_within_a_job_is_told_with_the_same_facts() -> None:
    crash = js(Kind.CRASH, {"type": "LookupError", "message": "no such job"})

    error = await failing(Scripted(crash, log="the log"))

    assert told(error) == "The worker gave up after N s in scene 3: LookupError: no such job"
    facts = {"exit_code": 7, "after_s": 0, "label": "scene 3", "log": "the log"}
    assert {**error.details, "after_s": 0} == facts


@pytest.mark.parametrize("says", [b"", b"\xff" * 9], ids=["a death", "a lie"])
@pytest.mark.parametrize(
    ("memory_mb", "figure"),
    [(2048, "2 GiB"), (1024, "1 GiB"), (1000, "1000 MiB"), (1536, "1536 MiB"), (512, "512 MiB")],
)
async def test_whatever_a_worker_says_that_ran_out_of_memory_the_limit_is_told(
    says: bytes, memory_mb: int, figure: str
) -> None:
    worker = Scripted(says, end=Autopsy(exit_code=137, out_of_memory=True))

    error = await failing(worker, limits=Limits(memory_mb=memory_mb))

    assert isinstance(error, LimitReached)
    assert told(error) == f"memory: {figure} limit reached after N s in scene 3."
    assert (error.limit, error.figure) == ("memory", figure)


async def test_time_and_text_are_limits_with_their_figures() -> None:
    class Slow(Scripted):
        async def read(self) -> bytes:
            await asyncio.sleep(60)
            return b""

    error = await failing(Slow(), limits=Limits(wall_s=0.25))
    assert told(error) == "time: 0.25 s limit reached after N s in scene 3."
    assert error.details["after_s"] >= 0.25

    error = await failing(Scripted(Flood()))
    assert told(error) == "output: 16 MiB of printed text limit reached after N s in scene 3."


async def test_output_has_a_limit_that_may_be_reached_but_not_passed() -> None:
    report = js(Kind.REPORT, {"ok": True})
    head, piece = start_file("chunk.mp4", CHUNK - 200), encode(Kind.DATA, bytes(CHUNK - 200))
    padding = start_file("poster.png", 0)
    filled = head + piece + padding
    spare = CHUNK - len(filled) - len(report) - len(js(Kind.PROGRESS, {"x": ""}))
    whole = filled + js(Kind.PROGRESS, {"x": "p" * spare}) + report
    assert len(whole) == CHUNK

    outcome = await serve(Scripted(whole[:-9], whole[-9:]), JOB, Limits(output_mb=1), None)
    assert len(outcome.files["chunk.mp4"]) == CHUNK - 200

    for says in ((whole + b"\x11",), (whole[:-9], b"0" + whole[-9:]), (start_file("chunk.mp4", CHUNK + 1),)):
        error = await failing(Scripted(*says), limits=Limits(output_mb=1))
        assert told(error) == "output: 1 MiB limit reached after N s in scene 3."
    announced = await failing(Scripted(start_file("chunk.mp4", CHUNK)), limits=Limits(output_mb=1))
    assert isinstance(announced, WorkerDied), "a file of just the limit may be announced"


async def test_messages_have_a_limit_in_number_and_in_bytes() -> None:
    report = js(Kind.REPORT, {"ok": True})
    message = js(Kind.PROGRESS, {})
    many = message * 50_000

    assert (await serve(Scripted(many, report), JOB, Limits(), None)).report == {"ok": True}
    error = await failing(Scripted(many + message))
    assert told(error) == "messages: 50,000 progress messages limit reached after N s in scene 3."

    large = encode(Kind.PROGRESS, b'{"x":"' + b"x" * ((16 << 10) - 8) + b'"}')
    assert (await serve(Scripted(large * 1024, report), JOB, Limits(), None)).report == {"ok": True}
    error = await failing(Scripted(large * 1024 + message))
    assert told(error) == "messages: 16 MiB of progress messages limit reached after N s in scene 3."


@pytest.mark.parametrize(
    ("job", "message", "fix", "details"),
    [
        (
            Job("shell", {}),  # pyright: ignore[reportArgumentType]
            "There is no job 'shell'.",
            "One of render, rehearse, frames, probe, stitch, reflect.",
            {},
        ),
        (Job("render", {}, {f"{n}.png": b"" for n in range(513)}), "513 files; 512 is the most.", "", {}),
        (
            Job("render", {}, {"ä" * 120: b""}),
            f"The file name {'ä' * 100!r} is not acceptable.",
            "Use letters, digits, '.', '_' and '-', at most two folders deep, not starting with '.'.",
            {"name": "ä" * 100},
        ),
    ],
)
def test_a_job_is_refused_with_what_is_wrong_and_what_would_be_right(
    job: Job, message: str, fix: str, details: dict[str, Any]
) -> None:
    with pytest.raises(JobRefused) as refused:
        check_job(job)
    assert (refused.value.message, refused.value.fix, refused.value.details) == (message, fix, details)


def test_a_job_may_have_512_files() -> None:
    check_job(Job("render", {}, {f"{n}.png": b"" for n in range(512)}))
