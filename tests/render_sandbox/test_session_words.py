"""The host's side of a job, against a worker in memory: every word of what is told, every limit to the byte."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest

from render_sandbox.backend import Autopsy, Flood
from render_sandbox.errors import JobRefused, LimitReached, ProtocolViolation, SandboxError, WorkerDied
from render_sandbox.job import Job, Limits
from render_sandbox.session import await_ready, check_job, serve, warm_up
from render_sandbox.stage.protocol import CHUNK, FrameReader, Kind, encode

from .worker_frames import JOB, js, start_file


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
