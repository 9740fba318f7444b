"""The host's side of one job: hand it over, take what comes back, believe none of it."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from render_sandbox.backend import Autopsy, Flood, Worker
from render_sandbox.errors import JobRefused, LimitReached, ProtocolViolation, SandboxError, WorkerDied
from render_sandbox.job import Job, JobKind, Limits, Outcome, ProgressSink
from render_sandbox.stage.protocol import CHUNK, Frame, FrameError, FrameReader, Kind, encode, encode_json

__all__ = ["await_ready", "check_job", "serve", "warm_up"]

T = TypeVar("T")

MAX_FILES_IN = 512
MAX_MESSAGES = 50_000
MAX_MESSAGES_MB = 16
_INPUT_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}/){0,2}[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}")
_OUTPUT_NAMES: dict[JobKind, re.Pattern[str]] = {
    "render": re.compile(r"chunk\.mp4|frames\.bin|poster\.(?:png|jpg)"),
    "rehearse": re.compile(r"sheet\.(?:png|jpg)|(?:frame|boxes)-[0-9]{1,5}\.(?:png|jpg)"),
    "frames": re.compile(r"sheet\.jpg"),
    "probe": re.compile(r"(?:poster|frame-[0-9]{1,5})\.(?:png|jpg)"),
    "stitch": re.compile(r"video\.mp4|captions\.(?:vtt|srt)"),
    "reflect": re.compile(r"[a-z]{1,20}\.json(?:\.gz)?"),
}
"""The host decides what an output may be called; any other name voids the job."""


def check_job(job: Job) -> None:
    """Refuse a job whose names or sizes no worker should see.

    Raises:
        JobRefused: says which name or size.
    """
    if job.kind not in _OUTPUT_NAMES:
        raise JobRefused(f"There is no job {job.kind!r}.", fix=f"One of {', '.join(_OUTPUT_NAMES)}.")
    if len(job.files) > MAX_FILES_IN:
        raise JobRefused(f"{len(job.files)} files; {MAX_FILES_IN} is the most.")
    for name in job.files:
        if not _INPUT_NAME.fullmatch(name):
            raise JobRefused(
                f"The file name {name[:100]!r} is not acceptable.",
                fix="Use letters, digits, '.', '_' and '-', at most two folders deep, not starting with '.'.",
                name=name[:100],
            )


async def await_ready(worker: Worker, timeout_s: float) -> None:
    """Wait until the worker says that it has started, or that it is warm.

    Raises:
        WorkerDied: it ended or said something else, or not in time.
    """
    reader = FrameReader(frozenset({Kind.READY, Kind.CRASH}))
    try:
        async with asyncio.timeout(timeout_s):
            while data := await worker.read():
                for frame in reader.feed(data):
                    if frame.kind is Kind.READY:
                        return
                    raise WorkerDied(f"A worker failed to start: {_reason(frame)}", log=worker.log())
    except TimeoutError:
        raise WorkerDied(
            f"A worker was not ready after {timeout_s:.0f} s.", fix=_START_FIX, log=worker.log()
        ) from None
    except (FrameError, Flood, OSError) as error:
        raise WorkerDied(f"A worker failed to start: {error}", fix=_START_FIX, log=worker.log()) from None
    raise WorkerDied(
        f"A worker ended before it was ready: {worker.log()[-600:].strip() or 'it said nothing'}",
        fix=_START_FIX,
        log=worker.log(),
    )


async def warm_up(worker: Worker, timeout_s: float) -> None:
    """Have a worker that has started load manim.

    Raises:
        WorkerDied: it ended or said something else, or not in time.
    """
    with contextlib.suppress(OSError):  # one that is gone says so when it is read
        await worker.write(encode(Kind.WARM, b""))
    await await_ready(worker, timeout_s)


_START_FIX = "Run 'proofreel sandbox status' to see what is missing."


_LOG_WITHIN_S = 0.5


async def serve(worker: Worker, job: Job, limits: Limits, on_progress: ProgressSink | None) -> Outcome:
    """Run one job on a ready worker. The worker is used up afterwards; the caller kills it.

    Raises:
        LimitReached, WorkerDied, ProtocolViolation: and by then the worker is gone.
    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    deadline = started + limits.wall_s

    def elapsed() -> float:
        return loop.time() - started

    taking = _Intake(job, limits, on_progress, elapsed)
    try:
        # The absolute deadline: a worker that always has something to say must not outlast it.
        async with asyncio.timeout_at(deadline):
            await _beside(_hand_over(worker, job), taking.drain(worker, deadline))
    except TimeoutError:
        await worker.kill()
        raise _time(limits, elapsed(), job) from None
    except Flood:
        await worker.kill()
        raise LimitReached(
            "output", f"{_mib(16)} of printed text", after_s=elapsed(), label=job.label
        ) from None
    except FrameError as error:
        autopsy = await worker.kill()
        raise _violation(str(error), autopsy, worker, taking, limits, elapsed(), job) from None
    except SandboxError:
        await worker.kill()
        raise
    if taking.report is None:
        after = elapsed()
        await worker.settle(_LOG_WITHIN_S)
        raise _death(await worker.kill(), worker, taking, limits, after, job)
    # The log comes by another way: what was printed before the report may come after it.
    await worker.settle(_LOG_WITHIN_S)
    return Outcome(report=taking.report, files=taking.files, seconds=elapsed(), log=worker.log())


@dataclass(slots=True)
class _Intake:
    """What a worker has said so far."""

    job: Job
    limits: Limits
    on_progress: ProgressSink | None
    elapsed: Callable[[], float]
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    report: dict[str, Any] | None = None
    crash: Frame | None = None
    _messages: int = 0
    _message_bytes: int = 0
    _total: int = 0
    _name: str = ""
    _left: int = 0
    _pieces: list[bytes] = field(default_factory=list[bytes])

    async def drain(self, worker: Worker, deadline: float) -> None:
        """Read until the last frame or the end of the stream."""
        reader = FrameReader(
            frozenset({Kind.PROGRESS, Kind.FILE, Kind.DATA, Kind.REPORT, Kind.CRASH}),
        )
        loop = asyncio.get_running_loop()
        while data := await worker.read():
            self._total += len(data)
            if self._total > self.limits.output_mb << 20:
                raise self._limit("output", _mib(self.limits.output_mb))
            for frame in reader.feed(data):
                self._take(frame)
                if self.report is not None or self.crash is not None:
                    return
            if loop.time() > deadline:
                raise TimeoutError
            # A stream that is never empty never yields by itself, and then nothing else runs.
            await asyncio.sleep(0)

    def _take(self, frame: Frame) -> None:
        if self._left and frame.kind is not Kind.DATA:
            raise FrameError(f"{frame.kind.name} in the middle of a file")
        if frame.kind is Kind.DATA:
            self._take_data(frame.payload)
        elif frame.kind is Kind.FILE:
            self._begin_file(frame.json())
        elif frame.kind is Kind.PROGRESS:
            self._take_message(frame)
        elif frame.kind is Kind.REPORT:
            self.report = self._checked_report(frame.json())
        else:
            self.crash = frame

    def _take_message(self, frame: Frame) -> None:
        self._messages += 1
        self._message_bytes += len(frame.payload)
        if self._messages > MAX_MESSAGES:
            raise self._limit("messages", f"{MAX_MESSAGES:,} progress messages")
        if self._message_bytes > MAX_MESSAGES_MB << 20:
            raise self._limit("messages", f"{_mib(MAX_MESSAGES_MB)} of progress messages")
        message = frame.json()
        if self.on_progress is not None:
            self.on_progress(message)

    def _begin_file(self, head: dict[str, Any]) -> None:
        name, size = head.get("name"), head.get("size")
        if not isinstance(name, str) or not _OUTPUT_NAMES[self.job.kind].fullmatch(name):
            raise FrameError(f"a {self.job.kind} job may not send a file {str(name)[:80]!r}")
        if name in self.files:
            raise FrameError(f"{name} was sent twice")
        if type(size) is not int or size < 0:
            raise FrameError("a file without a size")
        if size > self.limits.output_mb << 20:
            raise self._limit("output", _mib(self.limits.output_mb))
        self._name, self._left, self._pieces = name, size, []
        if not size:
            self.files[name] = b""

    def _take_data(self, piece: bytes) -> None:
        if not self._left or len(piece) > self._left or not piece:
            raise FrameError("data that belongs to no file")
        self._pieces.append(piece)
        self._left -= len(piece)
        if not self._left:
            self.files[self._name] = b"".join(self._pieces)
            self._pieces = []

    def _checked_report(self, report: dict[str, Any]) -> dict[str, Any]:
        if type(report.get("ok")) is not bool:
            raise FrameError("a report without 'ok'")
        if not report["ok"] and not isinstance(report.get("error"), (dict, str)):
            raise FrameError("a failed report without 'error'")
        return report

    def _limit(self, limit: str, figure: str) -> LimitReached:
        return LimitReached(limit, figure, after_s=self.elapsed(), label=self.job.label)


async def _hand_over(worker: Worker, job: Job) -> None:
    head = {
        "kind": job.kind,
        "request": dict(job.request),
        "files": [[name, len(data)] for name, data in job.files.items()],
    }
    try:
        frame = encode_json(Kind.JOB, head)
    except (FrameError, ValueError, TypeError) as error:
        raise JobRefused(f"The request can't be sent: {error}") from None
    try:
        await worker.write(frame)
        for data in job.files.values():
            for start in range(0, len(data), CHUNK):
                await worker.write(encode(Kind.DATA, data[start : start + CHUNK]))
    except OSError:
        # It no longer reads; why that is comes out of the other direction.
        return


async def _beside(sending: Awaitable[None], taking: Awaitable[None]) -> None:
    """Run both; the end of ``taking`` ends it all, an error in either is raised as it is."""
    send = asyncio.ensure_future(sending)
    take = asyncio.ensure_future(taking)
    try:
        await asyncio.wait({send, take}, return_when=asyncio.FIRST_COMPLETED)
        if not take.done():
            await send
        await take
    finally:
        for task in (send, take):
            task.cancel()
        await asyncio.gather(send, take, return_exceptions=True)


def _death(
    autopsy: Autopsy, worker: Worker, taking: _Intake, limits: Limits, after: float, job: Job
) -> SandboxError:
    if autopsy.out_of_memory:
        return LimitReached("memory", _mib(limits.memory_mb), after_s=after, label=job.label)
    where = f" in {job.label}" if job.label else ""
    facts: dict[str, Any] = {
        "exit_code": autopsy.exit_code,
        "after_s": round(after, 3),
        "label": job.label,
        "log": worker.log()[-4000:],
    }
    if taking.crash is not None:
        return WorkerDied(f"The worker gave up after {after:.1f} s{where}: {_reason(taking.crash)}", **facts)
    end = f"exit code {autopsy.exit_code}" if autopsy.exit_code is not None else "no exit code"
    return WorkerDied(
        f"The worker ended after {after:.1f} s{where} without a report ({end}).",
        fix="The scene ended its own process; remove calls such as os._exit, sys.exit and os.kill.",
        **facts,
    )


def _violation(
    reason: str, autopsy: Autopsy, worker: Worker, taking: _Intake, limits: Limits, after: float, job: Job
) -> SandboxError:
    if autopsy.out_of_memory:
        return _death(autopsy, worker, taking, limits, after, job)
    where = f" in {job.label}" if job.label else ""
    return ProtocolViolation(
        f"The worker broke the protocol after {after:.1f} s{where}: {reason}.",
        fix="Only the renderer may write to the protocol; the scene's own output belongs on screen.",
        after_s=round(after, 3),
        label=job.label,
        log=worker.log()[-4000:],
    )


def _time(limits: Limits, after: float, job: Job) -> LimitReached:
    return LimitReached("time", f"{limits.wall_s:g} s", after_s=after, label=job.label)


def _mib(mebibytes: int) -> str:
    if mebibytes >= 1024 and mebibytes % 1024 == 0:
        return f"{mebibytes // 1024} GiB"
    return f"{mebibytes} MiB"


def _reason(frame: Frame) -> str:
    try:
        said = frame.json()
    except FrameError:
        return "it said nothing readable"
    return f"{str(said.get('type'))[:80]}: {str(said.get('message'))[:1000]}"
