"""A worker: warms up if told to, takes one job from standard input, says what came of it, and ends.

``python -m render_sandbox.stage.worker`` inside a sandbox. Standard output is moved aside before
anything else runs, so that a ``print`` in a scene lands in the log, not in the protocol.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import importlib.util
import io
import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from .channel import FrameChannel
from .protocol import LIGHT_KINDS, LOG_END, Frame, FrameError, FrameReader, Kind

__all__ = ["main", "warm"]

KINDS = ("render", "rehearse", "frames", "probe", "stitch", "reflect")
_PACKAGE = __package__ or "render_sandbox.stage"


def main() -> None:
    """Serve one job on this process's descriptors; never returns."""
    jobs_in, channel = _take_over_descriptors()
    try:
        for kind in LIGHT_KINDS:
            _job_module(kind)
        _enter_work_folder()
        ready = partial(channel.ready, pid=os.getpid(), python=sys.version.split()[0])
        ready()
        job = _read_job(jobs_in, lambda: (warm(), ready()))
        if job is None:
            os._exit(0)
        _serve(*job, channel)
    except BaseException as error:
        _tell_crash(channel, error)
    # No atexit handlers, no joining of threads that a scene left behind.
    os._exit(0)


def warm() -> None:
    """Import what jobs need, as far as it is there, so that the job finds it loaded.

    What is imported stays: the garbage collector is kept from looking at it, now and in the job.
    """
    gc.disable()
    name_lessonkit()  # first: Pango doesn't see typefaces that are added after its first text
    for kind in KINDS:
        module = _job_module(kind)
        warm_up = getattr(module, "warm", None)
        if warm_up is not None:
            warm_up()
    gc.freeze()
    gc.enable()


def run_job(kind: str, request: dict[str, Any], files: dict[str, bytes], channel: Any) -> dict[str, Any]:
    """Hand the job to its module.

    Raises:
        LookupError: there is no such job.
    """
    module = _job_module(kind)
    if module is None:
        raise LookupError(f"this worker has no {kind!r} job")
    report = module.run(request, files, channel)
    return dict(report)


def _serve(kind: str, request: dict[str, Any], files: dict[str, bytes], channel: FrameChannel) -> None:
    for name, data in files.items():
        path = Path(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    report = run_job(kind, request, files, channel)
    sys.stdout.flush()
    with contextlib.suppress(OSError):
        os.write(2, LOG_END)
    channel.report(report)


def _take_over_descriptors() -> tuple[int, FrameChannel]:
    """Move the protocol to high, private descriptors; give 0 to /dev/null and 1 to the log."""
    jobs_in = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 100)
    out = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 100)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What a scene prints is in the log even if its next line ends the process.
        sys.stdout.reconfigure(line_buffering=True)
    return jobs_in, FrameChannel(out)


def _read_job(
    descriptor: int, warm_up: Callable[[], object]
) -> tuple[str, dict[str, Any], dict[str, bytes]] | None:
    """The job, or None when the host went away without one."""
    reader = FrameReader(frozenset({Kind.WARM, Kind.JOB, Kind.DATA}))
    job: dict[str, Any] | None = None
    blob = bytearray()
    wanted = 0
    while job is None or len(blob) < wanted:
        data = os.read(descriptor, 1 << 20)
        if not data:
            return None
        for frame in reader.feed(data):
            if frame.kind is Kind.WARM:
                warm_up()
            elif frame.kind is Kind.JOB:
                job, wanted = _job_of(frame)
            else:
                blob += frame.payload
    files: dict[str, bytes] = {}
    start = 0
    for name, size in job["files"]:
        files[name] = bytes(blob[start : start + size])
        start += size
    return job["kind"], job["request"], files


def _job_of(frame: Frame) -> tuple[dict[str, Any], int]:
    job = frame.json()
    if not {"kind", "request", "files"} <= job.keys():
        raise FrameError("a job needs kind, request and files")
    return job, sum(size for _, size in job["files"])


def _enter_work_folder() -> None:
    folder = Path(os.environ["PROOFREEL_WORK"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chdir(folder)


def _job_module(kind: str) -> ModuleType | None:
    name = f"{_PACKAGE}.jobs.{kind}"
    if kind not in KINDS or importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)


def name_lessonkit() -> None:
    """Let scenes say ``from lessonkit import …`` without the stage's other names in their way."""
    name = f"{_PACKAGE}.lessonkit"
    if importlib.util.find_spec(name) is None:
        return
    importlib.import_module(name)
    for loaded, module in list(sys.modules.items()):
        if loaded == name or loaded.startswith(name + "."):
            sys.modules["lessonkit" + loaded[len(name) :]] = module


def _tell_crash(channel: FrameChannel, error: BaseException) -> None:
    text = "".join(traceback.format_exception(error))[-8000:]
    try:
        channel.crash(type=type(error).__name__, message=str(error)[:2000], traceback=text)
    except BaseException:
        os._exit(70)


if __name__ == "__main__":
    main()
