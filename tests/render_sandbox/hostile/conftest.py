"""What every attack has: a pool of two, a way to run its body, and a look at the machine from outside."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from render_sandbox.errors import SandboxError
from render_sandbox.job import Job, Limits, Outcome
from render_sandbox.sandbox import Sandbox, SandboxSettings, open_sandbox

CANARY = f"canary-{secrets.token_hex(16)}"
LIMITS = Limits(wall_s=20, memory_mb=512, processes=64, output_mb=64)

PRELUDE = """
import ctypes, errno, os, sys
libc = ctypes.CDLL(None, use_errno=True)

def tried(name, result):
    # A raw call: what it gave, so that a test can see that the attack was really carried out.
    number = ctypes.get_errno()
    print(f"TRIED {name} -> {result} {errno.errorcode.get(number, number) if result == -1 else ''}", flush=True)
    if result != -1:
        print(f"REACHED {name}", flush=True)

def attempt(name, act):
    try:
        got = act()
    except BaseException as error:
        print(f"TRIED {name} -> {type(error).__name__}: {str(error)[:100]}", flush=True)
    else:
        print(f"TRIED {name} -> {got!r:.300}", flush=True)
        print(f"REACHED {name}", flush=True)
"""


@dataclass
class Result:
    """What came of an attack, as the host saw it."""

    outcome: Outcome | None = None
    error: SandboxError | None = None
    job: Job | None = field(default=None, repr=False)

    @property
    def said(self) -> str:
        """Everything that came out, by whatever way."""
        parts: list[str] = []
        if self.outcome is not None:
            parts += [self.outcome.log, json.dumps(dict(self.outcome.report))]
            parts += [data.decode("latin-1") for data in self.outcome.files.values()]
        if self.error is not None:
            parts += [str(self.error), json.dumps(self.error.as_dict(), default=str)]
        return "\n".join(parts)

    def tried_and_failed(self, *names: str) -> None:
        """Each was carried out, none got anywhere."""
        for name in names:
            assert f"TRIED {name}" in self.said, f"{name} was never tried: {self.said[-3000:]}"
            assert f"REACHED {name}" not in self.said, self.said[-3000:]

    def nothing_reached(self) -> None:
        assert "TRIED" in self.said, self.said[-3000:]
        assert "REACHED" not in self.said, self.said[-3000:]


class Arena:
    """A sandbox under attack."""

    def __init__(self, backend: str, sandbox: Sandbox, make_job: Any, draw: Any) -> None:
        self.backend = backend
        self.sandbox = sandbox
        self._make_job = make_job
        self._draw = draw

    async def attack(self, body: str, *, limits: Limits = LIMITS, **more: Any) -> Result:
        """Run the body within ``construct``, after the prelude."""
        code = self._draw(PRELUDE + "\n" + _dedent(body) + "\nself.wait(0.2)")
        job = self._make_job(code, limits=limits, label="the attack", **more)
        try:
            return Result(outcome=await self.sandbox.run(job), job=job)
        except SandboxError as error:
            return Result(error=error, job=job)

    async def still_works(self) -> None:
        """The next job is untouched."""
        outcome = await self.sandbox.run(self._make_job(self._draw("self.wait(0.4)"), limits=LIMITS))
        assert outcome.report["ok"] is True, outcome
        assert outcome.report["frames"] == 2


def _dedent(body: str) -> str:
    import textwrap

    return textwrap.dedent(body).strip("\n")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def arena(backend: str, scene_tools: Any) -> AsyncGenerator[Arena]:
    settings = SandboxSettings(backend=backend, workers=2, limits=LIMITS, tmp_mb=64, tmp_inodes=2000)
    os.environ["SECRET_OF_THE_SERVER"] = CANARY
    async with open_sandbox(settings) as sandbox:
        used = Arena(backend, sandbox, *scene_tools)
        yield used
        # After all attacks of a file; where one aims at what comes after it, it looks itself.
        await used.still_works()
    assert leftovers(backend) == []
    del os.environ["SECRET_OF_THE_SERVER"]


def leftovers(backend: str) -> list[str]:
    """Containers or cgroups of this process that are still there."""
    from render_sandbox import owner

    if backend == "docker":
        import docker

        label = f"proofreel.owner={owner.this_process()}"
        client = docker.from_env()
        return [found.name for found in client.containers.list(all=True, filters={"label": label})]
    return [str(path) for path in Path("/sys/fs/cgroup").glob(f"**/proofreel-{owner.this_process()}-*")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tex_arena(backend: str, scene_tools: Any) -> AsyncGenerator[Arena]:
    """A sandbox whose workers have TeX."""
    why = _no_tex(backend)
    if why:
        pytest.skip(why)
    settings = SandboxSettings(
        backend=backend, workers=2, limits=LIMITS, tmp_mb=64, tmp_inodes=2000, latex=True
    )
    async with open_sandbox(settings) as sandbox:
        used = Arena(backend, sandbox, *scene_tools)
        yield used
        await used.still_works()
    assert leftovers(backend) == []


def _no_tex(backend: str) -> str:
    if backend == "docker":
        import docker

        from render_sandbox.docker_image import environment_tag

        image = docker.from_env().images.list(environment_tag(latex=True))
        return "" if image else "needs TeX: an image with it (proofreel sandbox build --latex)"
    there = shutil.which("latex") and shutil.which("dvisvgm")
    return "" if there else "TeX is missing: apt install texlive-latex-extra dvisvgm"


@pytest.fixture
def canary_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(CANARY)
    for folder in (path, *path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o005)
    return path


@dataclass
class Ears:
    """Who knocked."""

    port: int
    heard: list[str] = field(default_factory=list)


@contextmanager
def _listening(server: socket.socket, port: int) -> Generator[Ears]:
    ears = Ears(port)
    server.settimeout(0.1)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                if server.type == socket.SOCK_DGRAM:
                    ears.heard.append(repr(server.recvfrom(100)))
                else:
                    connection, peer = server.accept()
                    connection.close()
                    ears.heard.append(repr(peer))
            except TimeoutError:
                continue

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield ears
    finally:
        stop.set()
        thread.join()
        server.close()


@pytest.fixture
def tcp_ears() -> Generator[Ears]:
    server = socket.create_server(("0.0.0.0", 0))
    with _listening(server, server.getsockname()[1]) as ears:
        yield ears


@pytest.fixture
def udp_ears() -> Generator[Ears]:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", 0))
    with _listening(server, server.getsockname()[1]) as ears:
        yield ears


@pytest.fixture
def unix_ears(tmp_path: Path) -> Generator[tuple[str, str, Ears, Ears]]:
    path, abstract = str(tmp_path / "s"), f"\0proofreel-{secrets.token_hex(8)}"
    first, second = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    first.bind(path)
    second.bind(abstract)
    first.listen()
    second.listen()
    with _listening(first, 0) as on_disk, _listening(second, 0) as in_namespace:
        yield path, abstract, on_disk, in_namespace


@pytest.fixture(scope="session")
def scene_tools(request: pytest.FixtureRequest) -> Any:
    """The job maker and the scene template of the folder above."""
    module = next(
        plugin
        for plugin in request.config.pluginmanager.get_plugins()
        if str(getattr(plugin, "__file__", "")).endswith("tests/render_sandbox/conftest.py")
    )
    return module.scene_job, module.drawing
