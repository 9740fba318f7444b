"""The pool with real workers: order, bounds, cancelling, closing, and servers that die."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from render_sandbox import owner, pool
from render_sandbox.errors import BackendMissing, LimitReached, QueueFull, SandboxClosed
from render_sandbox.job import Job, Limits
from render_sandbox.sandbox import SandboxSettings, open_sandbox

SLEEP = "import time; time.sleep(60)"


def held(backend: str, identity: str) -> list[str]:
    """Containers or cgroups of the server with this identity."""
    if backend == "docker":
        import docker

        filters = {"label": f"proofreel.owner={identity}"}
        return [found.name for found in docker.from_env().containers.list(all=True, filters=filters)]
    # Version 1 has a folder for each controller, version 2 one for all: count a worker once.
    found = {path.name: path for path in Path("/sys/fs/cgroup").glob(f"**/proofreel-{identity}-*")}
    return [str(path) for path in found.values()]


@pytest.mark.parametrize("count", [6, pytest.param(20, marks=pytest.mark.nightly)])
async def test_a_burst_on_two_workers_finishes(backend: str, make_job: Any, draw: Any, count: int) -> None:
    """Thrice as many jobs as workers: each worker is replaced while others wait, and again."""
    async with open_sandbox(SandboxSettings(backend=backend, workers=2)) as sandbox:
        jobs = (sandbox.run(make_job(draw("self.wait(0.4)"))) for _ in range(count))
        outcomes = await asyncio.gather(*jobs)
        assert [outcome.report["frames"] for outcome in outcomes] == [2] * count
        status = sandbox.status()
        assert (status.busy, status.waiting, status.served) == (0, 0, count)
    assert held(backend, owner.this_process()) == []


async def test_no_descriptor_is_left_of_jobs_that_are_done(backend: str, make_job: Any, draw: Any) -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    gc.disable()  # what only the collector closes adds up until it comes
    try:
        async with open_sandbox(SandboxSettings(backend=backend, workers=1)) as sandbox:
            for _ in range(3):
                assert (await sandbox.run(make_job(draw()))).report["ok"] is True
        left = len(os.listdir("/proc/self/fd"))
    finally:
        gc.enable()

    assert left <= before


async def test_one_job_too_many_is_refused_while_the_others_go_on(
    backend: str, make_job: Any, draw: Any
) -> None:
    settings = SandboxSettings(backend=backend, workers=1, queue_limit=1)
    async with open_sandbox(settings) as sandbox:
        first = asyncio.create_task(
            sandbox.run(make_job(draw("import time; time.sleep(0.5)\nself.wait(0.2)")))
        )
        second = asyncio.create_task(sandbox.run(make_job(draw())))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(QueueFull, match="1 render jobs are waiting"):
            await sandbox.run(make_job(draw()))
        assert [done.report["ok"] for done in await asyncio.gather(first, second)] == [True, True]


async def test_a_rehearsal_does_not_wait_for_the_renders_of_the_only_worker(
    backend: str, make_job: Any, draw: Any
) -> None:
    async with open_sandbox(SandboxSettings(backend=backend, workers=1)) as sandbox:
        renders = [asyncio.create_task(sandbox.run(make_job(draw(SLEEP)))) for _ in range(2)]
        await asyncio.sleep(0.3)
        looked = await sandbox.run(make_job(draw("self.wait(0.4)"), kind="rehearse", sheet=False))
        still = [not render.done() for render in renders]
        for render in renders:
            render.cancel()
        await asyncio.gather(*renders, return_exceptions=True)
    assert looked.report["frames"] == 2
    assert still == [True, True]


async def test_cancelling_the_caller_kills_the_worker(backend: str, make_job: Any, draw: Any) -> None:
    async with open_sandbox(SandboxSettings(backend=backend, workers=1, light=0)) as sandbox:
        await sandbox.ready()
        (before,) = held(backend, owner.this_process())
        running = asyncio.create_task(sandbox.run(make_job(draw(SLEEP))))
        await asyncio.sleep(0.5)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert before not in held(backend, owner.this_process())
        assert (await sandbox.run(make_job(draw()))).report["ok"] is True


async def test_closing_ends_running_jobs_and_leaves_nothing(backend: str, make_job: Any, draw: Any) -> None:
    async with open_sandbox(SandboxSettings(backend=backend, workers=2)) as sandbox:
        running = asyncio.create_task(sandbox.run(make_job(draw(SLEEP))))
        await asyncio.sleep(1)
    with pytest.raises(asyncio.CancelledError):
        await running
    assert held(backend, owner.this_process()) == []
    with pytest.raises(SandboxClosed):
        await sandbox.run(make_job(draw()))


async def test_a_worker_that_died_while_waiting_is_not_handed_a_job(
    backend: str, make_job: Any, draw: Any
) -> None:
    async with open_sandbox(SandboxSettings(backend=backend, workers=1, light=0)) as sandbox:
        await sandbox.ready()
        (name,) = held(backend, owner.this_process())
        if backend == "docker":
            subprocess.run(["docker", "kill", name], check=True, capture_output=True)
        else:
            for pid in (Path(name) / "cgroup.procs").read_text().split():
                os.kill(int(pid), signal.SIGKILL)
        await asyncio.sleep(0.3)
        assert (await sandbox.run(make_job(draw()))).report["ok"] is True


async def test_a_chunk_is_decoded_without_a_worker_that_has_manim(
    backend: str, make_job: Any, draw: Any
) -> None:
    async with open_sandbox(SandboxSettings(backend=backend, workers=1)) as sandbox:
        chunk = (await sandbox.run(make_job(draw("self.wait(0.4)")))).files["chunk.mp4"]
        await sandbox.ready()
        probe = await sandbox.run(Job("probe", {}, {"chunk.mp4": chunk}))
        assert probe.report["frames"] == 2
        assert sandbox.status().warm == 1


async def test_more_workers_are_warmed_while_nothing_is_to_be_done(
    backend: str, make_job: Any, draw: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(pool, "_QUIET_S", 0.05)
    settings = SandboxSettings(backend=backend, workers=1, spare=1, light=0)
    async with open_sandbox(settings) as sandbox, asyncio.timeout(60):
        while sandbox.status().warm < 2:
            await asyncio.sleep(0.1)
        outcomes = await asyncio.gather(*(sandbox.run(make_job(draw())) for _ in range(2)))
        assert all(outcome.report["ok"] for outcome in outcomes)
    assert held(backend, owner.this_process()) == []


async def test_a_job_may_have_other_limits_than_the_pool(backend: str, make_job: Any, draw: Any) -> None:
    settings = SandboxSettings(backend=backend, workers=1, limits=Limits(memory_mb=400))
    async with open_sandbox(settings) as sandbox:
        take = draw("x = bytearray(600 << 20)\nself.wait(0.2)")
        with pytest.raises(LimitReached, match="memory: 400 MiB"):
            await sandbox.run(make_job(take))
        outcome = await sandbox.run(make_job(take, limits=Limits(memory_mb=1200)))
        assert outcome.report["ok"] is True


SERVER = """
import asyncio, sys
from render_sandbox import owner
from render_sandbox.sandbox import SandboxSettings, open_sandbox
from render_sandbox.job import Job

CODE = b"from manim import *\\nclass A(Scene):\\n    def construct(self):\\n        import time; time.sleep(60)\\n"
FORMAT = {"width": 320, "height": 180, "fps": 5}

async def main():
    async with open_sandbox(SandboxSettings(backend=sys.argv[1], workers=2)) as sandbox:
        await sandbox.ready()
        job = asyncio.create_task(sandbox.run(Job("render", {"format": FORMAT, "profile": "preview"}, {"scene.py": CODE})))
        await asyncio.sleep(0.5)
        print(owner.this_process(), flush=True)
        await job

asyncio.run(main())
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=lambda number: number.name)
async def test_a_server_that_is_killed_leaves_nothing_after_the_next_start(
    backend: str, make_job: Any, draw: Any, number: signal.Signals
) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), backend],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert server.stdout is not None
    identity = server.stdout.readline().strip()
    assert held(backend, identity) != []
    server.send_signal(number)
    server.wait(30)
    async with open_sandbox(SandboxSettings(backend=backend, workers=1)) as sandbox:
        assert held(backend, identity) == []
        assert (await sandbox.run(make_job(draw()))).report["ok"] is True
    server.stdout.close()


async def test_a_setting_of_none_refuses_with_the_way_out() -> None:
    with pytest.raises(BackendMissing, match="no scene is run.*'docker' or 'bubblewrap'"):
        async with open_sandbox(SandboxSettings(backend="none")):
            pytest.fail("nothing may open")


async def test_auto_without_any_backend_names_both_fixes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with pytest.raises(BackendMissing, match=r"No Docker engine .* And bubblewrap .* Or: "):
        async with open_sandbox(SandboxSettings(backend="auto", bubblewrap=tmp_path / "no-bwrap")):
            pytest.fail("nothing may open")


async def test_the_host_backend_is_logged_on_every_job(
    caplog: pytest.LogCaptureFixture, make_job: Any, draw: Any
) -> None:
    pytest.importorskip("manim", reason="the render extra is missing: pip install 'proofreel[render]'")
    async with open_sandbox(SandboxSettings(backend="host", workers=1)) as sandbox:
        for label in ("scene 1", "scene 2"):
            assert (await sandbox.run(make_job(draw(), label=label))).report["ok"] is True
    for label in ("scene 1", "scene 2"):
        assert f"running {label} without isolation" in caplog.text


def test_an_identity_is_ours_while_we_live_and_gone_when_its_process_is() -> None:
    assert not owner.is_gone(owner.this_process())
    child = subprocess.run(
        [sys.executable, "-c", "from render_sandbox import owner; print(owner.this_process())"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert owner.is_gone(child.stdout.strip())


@pytest.mark.parametrize("identity", ["", "x", "a-b-c", "a-b-c-d-e"])
def test_an_identity_that_says_nothing_is_left_alone(identity: str) -> None:
    assert not owner.is_gone(identity)
