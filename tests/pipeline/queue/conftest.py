"""A real Redis and real worker processes, and the same queue over them as over this process."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from pipeline.chunks import LocalChunkStore
from pipeline.queue.local import LocalRenderer
from pipeline.queue.runner import RenderQueue
from pipeline.rendering import RenderRequest
from pipeline.state.model import SceneStatus
from pipeline.state.scenes import add_scene, get_scene
from pipeline.state.versions import SceneDraft

from .cheap_sandbox import CheapSandbox, runs

SILENCE_S = 3


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Redis:
    """A redis-server of its own, which remembers when it is killed and started again."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", inside: Sequence[str] = ()) -> None:
        if shutil.which("redis-server") is None:
            pytest.skip("redis-server is missing: apt install redis-server")
        self.folder, self.host, self.port, self.inside = folder, host, free_port(), inside
        self.url = f"redis://{host}:{self.port}/0"
        self.start()

    def start(self, *, remember: bool = True) -> None:
        if not remember:
            shutil.rmtree(self.folder / "appendonlydir", ignore_errors=True)
        command = [*self.inside, "redis-server", "--port", str(self.port), "--bind", self.host, "--save", ""]
        command += [
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--dir",
            str(self.folder),
            "--protected-mode",
            "no",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex((self.host, self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("redis-server did not start")

    def kill(self, how: int = signal.SIGKILL) -> None:
        self.process.send_signal(how)
        if how == signal.SIGKILL:
            self.process.wait()

    def close(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()


class WorkerProcess:
    def __init__(
        self,
        url: str,
        log: Path,
        *,
        slots: int = 1,
        grace: float = 5,
        inside: Sequence[str] = (),
        collector: str = "",
    ) -> None:
        program = Path(__file__).with_name("worker_program.py")
        command = [
            *inside,
            sys.executable,
            str(program),
            url,
            str(log),
            str(slots),
            str(SILENCE_S),
            str(grace),
            *([collector] if collector else []),
        ]
        self.errors = log.with_name(f"{log.name}.worker-{time.monotonic_ns()}")
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self.process.stdout is not None
        while not (line := self.process.stdout.readline()).startswith("ready"):
            assert line, self.errors.read_text()

    def signal(self, how: int) -> None:
        self.process.send_signal(how)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    server = Redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def shared_worker(redis, tmp_path_factory):
    """One worker for all tests that leave it alive: starting one takes seconds."""
    log = tmp_path_factory.mktemp("worker") / "runs"
    worker = WorkerProcess(redis.url, log)
    worker.log = log
    yield worker
    worker.close()


class Bench:
    """A queue with one slot, and how to talk to it."""

    def __init__(self, db, store, session, log: Path, renderer_of) -> None:
        self.db, self.store, self.session, self.log = db, store, session, log
        self._renderer_of = renderer_of
        self._before = len(runs(log))

    @asynccontextmanager
    async def running(self):
        queue = RenderQueue(self.db, self.store, self._renderer_of(), request_for)
        await queue.start()
        try:
            yield queue
        finally:
            await queue.aclose()

    def scene(self, session=None, **code):
        source = json.dumps(code)
        made = SceneDraft("A scene", "code", source, digest=f"{source} {time.monotonic_ns()}")
        return add_scene(self.db, (session or self.session).id, made, author="agent")

    def runs(self) -> list[str]:
        """The ids of the scenes that were begun, in order."""
        return [run["label"] for run in runs(self.log)[self._before :]]

    def pids(self) -> list[int]:
        return [run["pid"] for run in runs(self.log)[self._before :]]

    def status(self, scene) -> SceneStatus:
        return get_scene(self.db, scene.id).status

    async def settled(self, *scenes, seconds: float = 60) -> list[SceneStatus]:
        await until(lambda: all(self.status(s) in ("ready", "error") for s in scenes), seconds)
        return [self.status(scene) for scene in scenes]


async def request_for(session, scene, version) -> RenderRequest:
    return RenderRequest(version.code, session.format, {}, {"a.png": b"\x00picture"}, scene.id)


async def until(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def store(tmp_path):
    return LocalChunkStore(tmp_path / "chunks")


@pytest.fixture
def embedded(db, store, session, tmp_path):
    log = tmp_path / "runs"
    return Bench(db, store, session, log, lambda: LocalRenderer(CheapSandbox(log), store, 1))


@pytest.fixture
def celery(db, store, session, redis, shared_worker):
    from pipeline.queue.remote.renderer import RemoteRenderer

    return Bench(
        db,
        store,
        session,
        shared_worker.log,
        lambda: RemoteRenderer(redis.url, store, silence_s=SILENCE_S),
    )


@pytest.fixture(params=["embedded", pytest.param("celery", marks=pytest.mark.redis)])
def bench(request) -> Bench:
    return request.getfixturevalue(request.param)


@contextmanager
def own_worker(redis, log: Path, **options):
    worker = WorkerProcess(redis.url, log, **options)
    try:
        yield worker
    finally:
        worker.close()
