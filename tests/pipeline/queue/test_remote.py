"""What only workers elsewhere can go through: calls that come twice, deaths, signals, a Redis that goes away."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys

import pytest
from redis.asyncio import Redis as Client

from pipeline.queue import jobs
from pipeline.queue.remote.board import Board, Claim
from pipeline.queue.remote.broker import RENDER, VISIBILITY_S, make_app, queue_name
from pipeline.queue.remote.parcel import pack, unpack
from pipeline.queue.remote.renderer import RemoteRenderer
from pipeline.rendering import RenderRequest
from pipeline.state.model import PREVIEW
from pipeline.state.scenes import get_scene
from pipeline.verifying import verify
from render_sandbox.job import Limits
from server.settings import Settings

from .conftest import SILENCE_S, Bench, Redis, alive, free_port, own_worker, runs, until

pytestmark = pytest.mark.redis


@pytest.fixture
def own_redis(tmp_path):
    folder = tmp_path / "redis"
    folder.mkdir()
    server = Redis(folder)
    yield server
    server.close()


@pytest.fixture
def log(tmp_path):
    return tmp_path / "runs"


def bench_on(redis, db, store, session, log) -> Bench:
    return Bench(db, store, session, log, lambda: RemoteRenderer(redis.url, store, silence_s=SILENCE_S))


def test_a_request_comes_out_of_redis_as_it_went_in():
    voice = {"lines": [{"text": "é", "seconds": 1.5}]}
    request = RenderRequest(
        "x = 'é'\n", PREVIEW, {"math": "mathjax"}, {"a b.png": b"\x00\xff"}, "scene 1", Limits(), voice
    )

    fields = {key.encode(): v.encode() if isinstance(v, str) else v for key, v in pack(request, a=1).items()}

    assert unpack(fields) == (request, {"a": 1})


def test_redis_gives_a_call_to_somebody_else_only_after_the_longest_job():
    longest = Settings.model_fields["time_limit_s"].default
    probe_and_upload = 20 * 60

    assert longest + probe_and_upload < VISIBILITY_S


async def test_a_call_that_comes_twice_is_rendered_once(celery, redis):
    scene = celery.scene(seconds=1.0)
    jobs.submit(celery.db, scene, owner="ada")
    version = celery.db.row("SELECT digest FROM scene_versions WHERE scene_id = ?", (scene.id,))
    work = f"{scene.id}.1.{version['digest'][:16]}"
    board = Board(redis.url)

    async with celery.running():
        await until(celery.runs)
        token = (await board.look(work)).token
        app = make_app(redis.url)
        for _ in range(3):
            app.send_task(RENDER, args=[work, token], queue=queue_name())
        await celery.settled(scene)
        app.send_task(RENDER, args=[work, token], queue=queue_name())
        after = celery.scene()
        jobs.submit(celery.db, after, owner="ada")
        await celery.settled(after)

    await board.aclose()
    assert celery.runs() == [scene.id, after.id]


async def test_only_the_first_to_come_claims_and_a_new_token_takes_the_work_away(redis):
    board = Board(redis.url, 5)
    await board.post("w", "t1", {"request": "{}"})
    first, second = Claim("w", "t1", "a"), Claim("w", "t1", "b")

    assert await board.claim(first) == {b"request": b"{}"}
    assert await board.claim(second) is None
    assert await board.speak(first, {"done": 1})
    assert not await board.speak(second, {"done": 9})
    await board.post("w", "t2", {"request": "{}"})
    assert not await board.speak(first, {"done": 2})
    assert await board.claim(Claim("w", "t2", "b")) is not None
    assert (await board.look("w")).worker == "b"
    await board.end("w")
    assert await board.look("w") is None
    assert not await board.speak(Claim("w", "t2", "b"), {"done": 3})
    async with Client.from_url(redis.url) as client:
        left = {key: await client.ttl(key) async for key in client.scan_iter("proofreel:work:w*")}
    assert list(left) == [b"proofreel:work:w"]
    assert (
        0 < left[b"proofreel:work:w"] <= 3600
    )  # what is over is forgotten soon: Redis must not fill with it
    await board.aclose()


async def test_the_scene_of_a_killed_worker_goes_to_another(own_redis, db, store, session, log):
    bench = bench_on(own_redis, db, store, session, log)
    scene = bench.scene(seconds=1.5)
    jobs.submit(db, scene, owner="ada")

    with own_worker(own_redis, log) as first:
        async with bench.running():
            await until(bench.runs)
            first.signal(signal.SIGKILL)
            with own_worker(own_redis, log):
                assert await bench.settled(scene) == ["ready"]

    assert len(bench.runs()) == 2
    assert db.row("SELECT attempts FROM jobs")["attempts"] == 2
    assert verify(db, store) == []


@pytest.mark.parametrize(
    ("how", "seconds"), [(signal.SIGTERM, 1.5), (signal.SIGINT, 30), (signal.SIGTERM, 30)]
)
async def test_a_worker_that_is_told_to_stop_ends_its_scene_or_gives_it_back(
    own_redis, db, store, session, log, how, seconds
):
    bench = bench_on(own_redis, db, store, session, log)
    scene = bench.scene(seconds=seconds)
    jobs.submit(db, scene, owner="ada")

    with own_worker(own_redis, log, grace=3) as worker:
        async with bench.running():
            await until(bench.runs)
            worker.signal(how)
            assert await asyncio.to_thread(worker.process.wait, 20) == 0
            ended = seconds < 3
            await until(lambda: bench.status(scene) == ("ready" if ended else "queued"))

    assert not alive(bench.pids()[0])
    job = db.row("SELECT status, attempts FROM jobs")
    assert tuple(job) == (("done", 1) if ended else ("waiting", 0))


async def test_a_redis_that_dies_and_remembers_costs_nothing(own_redis, db, store, session, log):
    bench = bench_on(own_redis, db, store, session, log)
    scenes = [bench.scene(seconds=2.0), bench.scene()]
    for scene in scenes:
        jobs.submit(db, scene, owner="ada")

    with own_worker(own_redis, log):
        async with bench.running():
            await until(bench.runs)
            own_redis.kill()
            await asyncio.sleep(1)
            own_redis.start()
            assert await bench.settled(*scenes) == ["ready", "ready"]

    assert bench.runs() == [scene.id for scene in scenes]


async def test_a_redis_that_dies_and_forgets_is_told_again_what_is_under_way(
    own_redis, db, store, session, log
):
    bench = bench_on(own_redis, db, store, session, log)
    scene = bench.scene(seconds=4.0)
    jobs.submit(db, scene, owner="ada")

    with own_worker(own_redis, log):
        async with bench.running():
            await until(bench.runs)
            own_redis.kill()
            own_redis.start(remember=False)
            assert await bench.settled(scene) == ["ready"]

    assert bench.runs() == [scene.id]


async def test_an_offer_that_redis_forgets_before_it_is_answered_is_made_again(
    own_redis, db, store, session, log
):
    renderer = RemoteRenderer(own_redis.url, store, silence_s=SILENCE_S)
    bench = Bench(db, store, session, log, lambda: renderer)
    scene = bench.scene()
    jobs.submit(db, scene, owner="ada")
    grant, granted = renderer._board.grant, []

    async def forgotten_at_first(work, tickets):
        granted.append(work)
        if len(granted) == 1:
            own_redis.kill()
            own_redis.start(remember=False)
        else:
            await grant(work, tickets)

    renderer._board.grant = forgotten_at_first
    with own_worker(own_redis, log):
        async with bench.running():
            assert await bench.settled(scene) == ["ready"]

    assert bench.runs() == [scene.id]
    assert len(granted) == 2


async def test_what_was_cancelled_while_no_server_was_there_is_stopped(own_redis, db, store, session, log):
    bench = bench_on(own_redis, db, store, session, log)
    scene = bench.scene(seconds=60)
    jobs.submit(db, scene, owner="ada")

    with own_worker(own_redis, log):
        async with bench.running():
            await until(bench.runs)
        jobs.cancel(db, session.id)
        assert alive(bench.pids()[0])
        async with bench.running():
            await until(lambda: not alive(bench.pids()[0]))


async def test_without_workers_jobs_wait_in_the_table(own_redis, db, store, session, log):
    bench = bench_on(own_redis, db, store, session, log)
    scene = bench.scene()
    jobs.submit(db, scene, owner="ada")

    async with bench.running():
        await asyncio.sleep(1.5)
        assert db.row("SELECT status FROM jobs")["status"] == "waiting"
        with own_worker(own_redis, log):
            assert await bench.settled(scene) == ["ready"]


async def test_two_workers_share_the_scenes(own_redis, db, store, session, log):
    bench = bench_on(own_redis, db, store, session, log)
    scenes = [bench.scene(seconds=0.5) for _ in range(6)]
    for scene in scenes:
        jobs.submit(db, scene, owner="ada")

    with own_worker(own_redis, log), own_worker(own_redis, log):
        async with bench.running():
            assert await bench.settled(*scenes) == ["ready"] * 6

    assert sorted(bench.runs()) == sorted(scene.id for scene in scenes)
    assert len({run["by"] for run in runs(log)}) == 2


def test_a_worker_says_clearly_that_redis_is_not_there():
    url = f"redis://:geheim@127.0.0.1:{free_port()}/0"
    done = subprocess.run(
        [sys.executable, "-m", "proofreel", "worker", "--redis", url],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PROOFREEL_SANDBOX": "none"},
    )

    assert done.returncode == 1
    assert "broker_missing: Redis at redis://127.0.0.1:" in done.stderr
    assert "Fix: " in done.stderr
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr


def test_its_help_teaches_how_server_and_workers_find_each_other():
    done = subprocess.run(
        [sys.executable, "-m", "proofreel", "worker", "--help"], capture_output=True, text=True, check=True
    )

    for taught in ("proofreel worker --redis redis://", "PROOFREEL_QUEUE=celery", "SIGTERM", "rediss://"):
        assert taught in done.stdout


async def test_a_store_that_a_worker_cannot_reach_is_named_in_the_error(own_redis, db, store, session, log):
    bench = bench_on(own_redis, db, store, session, log)
    scene = bench.scene(seconds=1.0)
    jobs.submit(db, scene, owner="ada")
    real = store.ticket

    def elsewhere(key, **more):
        ticket = real(key, **more)
        return type(ticket)("file:///nowhere/x.mp4", {}, ticket.expires_at_ms, ticket.max_bytes)

    store.ticket = elsewhere
    with own_worker(own_redis, log):
        async with bench.running():
            assert await bench.settled(scene) == ["error"]

    error = get_scene(db, scene.id).error
    assert error["code"] == "ticket_refused"
    assert "S3" in error["fix"]
    assert json.dumps(error)
