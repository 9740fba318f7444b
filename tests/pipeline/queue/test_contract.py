"""What both queues promise: one suite, run with this process's sandbox and with a Celery worker over Redis."""

from __future__ import annotations

import json

import pytest

from pipeline.queue import jobs, waiting
from pipeline.state import projects
from pipeline.state.model import FULL, PREVIEW
from pipeline.state.scenes import edit_scene, get_scene
from pipeline.state.versions import get_version
from pipeline.verifying import verify

from ..conftest import draft
from .conftest import alive, until


async def test_a_scene_becomes_ready_with_its_chunk_and_its_frames(bench):
    scene = bench.scene(frames=45)
    jobs.submit(bench.db, scene, owner="ada")

    async with bench.running():
        assert await bench.settled(scene) == ["ready"]

    version = get_version(bench.db, scene.id, 1)
    assert json.loads(bench.store.get(version.chunk_key))["frames"] == 45
    assert get_scene(bench.db, scene.id).duration_frames == 45
    assert verify(bench.db, bench.store) == []


async def test_a_version_asked_for_twice_is_rendered_once(bench):
    scene = bench.scene(seconds=0.3)
    jobs.submit(bench.db, scene, owner="ada")

    async with bench.running():
        await until(bench.runs)
        jobs.submit(bench.db, scene, owner="ada")
        await bench.settled(scene)
        jobs.submit(bench.db, scene, owner="ada")
        await until(lambda: not waiting.open_jobs(bench.db, bench.session.id))

    assert bench.runs() == [scene.id]


@pytest.mark.parametrize(("fails", "code"), [("raise", "scene_failed"), ("limit", "sandbox_limit")])
async def test_a_fault_of_the_scene_is_not_tried_again(bench, fails, code):
    scene = bench.scene(fails=fails)
    jobs.submit(bench.db, scene, owner="ada")

    async with bench.running():
        assert await bench.settled(scene) == ["error"]

    assert bench.runs() == [scene.id]
    error = get_scene(bench.db, scene.id).error
    assert error["code"] == code
    assert error["message"]


async def test_a_worker_that_always_dies_is_tried_three_times_and_parked(bench):
    scene, well = bench.scene(fails="die"), bench.scene()
    jobs.submit(bench.db, scene, owner="ada")

    async with bench.running():
        await until(bench.runs)
        jobs.submit(bench.db, well, owner="ada")
        assert await bench.settled(scene, well) == ["error", "ready"]

    assert bench.runs().count(scene.id) == jobs.MAX_ATTEMPTS
    assert get_scene(bench.db, scene.id).error["code"] == "sandbox_worker_died"
    assert bench.db.row("SELECT status FROM jobs WHERE scene_id = ?", (scene.id,))["status"] == "parked"


async def test_cancelling_kills_the_process_that_renders(bench):
    scene = bench.scene(seconds=60)
    jobs.submit(bench.db, scene, owner="ada")

    async with bench.running():
        await until(lambda: bench.status(scene) == "rendering" and bench.runs())
        jobs.cancel(bench.db, bench.session.id)
        await until(lambda: not alive(bench.pids()[0]))

    assert get_scene(bench.db, scene.id).error["code"] == "cancelled"


async def test_previews_come_first_and_owners_take_turns(bench):
    def owned_by(name, form=PREVIEW):
        project = projects.create_project(bench.db, owner=name, title="p")
        return projects.create_session(bench.db, project.id, title="s", format=form)

    ada, bob, full = owned_by("ada"), owned_by("bob"), owned_by("ada", FULL)
    final = bench.scene(full)
    hers = [bench.scene(ada) for _ in range(3)]
    his = bench.scene(bob)
    jobs.submit(bench.db, final, owner="ada", priority=jobs.PRIORITY["final"])
    for scene, owner in [*((scene, "ada") for scene in hers), (his, "bob")]:
        jobs.submit(bench.db, scene, owner=owner, priority=jobs.PRIORITY["preview"])

    for number, scene in enumerate((final, *hers, his)):
        bench.db.tables.execute("UPDATE jobs SET run_at = ? WHERE scene_id = ?", (number, scene.id))
    told = waiting.open_jobs(bench.db, ada.id) | waiting.open_jobs(bench.db, bob.id)

    async with bench.running():
        await bench.settled(final, *hers, his)

    assert [told[scene.id].position for scene in (*hers, his)] == [0, 2, 3, 1]
    # One slot: hers came first, and still he waits for one of hers only.
    assert bench.runs() == [hers[0].id, his.id, hers[1].id, hers[2].id, final.id]


async def test_who_waits_is_told_the_place_and_the_time(bench):
    first = bench.scene(seconds=0.2)
    jobs.submit(bench.db, first, owner="ada")
    async with bench.running():
        await bench.settled(first)
        busy, next_one, last = bench.scene(seconds=20), bench.scene(), bench.scene()
        for scene in (busy, next_one, last):
            jobs.submit(bench.db, scene, owner="ada")
        await until(lambda: bench.status(busy) == "rendering" and len(bench.runs()) == 2)
        await until(lambda: waiting.open_jobs(bench.db, bench.session.id)[busy.id].total)

        told = waiting.open_jobs(bench.db, bench.session.id)
        jobs.cancel(bench.db, bench.session.id)

    assert told[busy.id].total == 30
    assert [told[scene.id].position for scene in (busy, next_one, last)] == [None, 0, 1]
    assert 0 < told[next_one.id].expected_s < told[last.id].expected_s


async def test_a_version_that_was_edited_away_is_not_rendered(bench):
    busy, scene = bench.scene(seconds=0.5), bench.scene()
    jobs.submit(bench.db, busy, owner="ada")
    async with bench.running():
        await until(bench.runs)
        jobs.submit(bench.db, scene, owner="ada")
        edited = edit_scene(
            bench.db, scene.id, draft(code='{"frames": 7}'), base_version=1, author="agent", change=""
        )
        jobs.submit(bench.db, edited, owner="ada")
        await bench.settled(busy, scene)

    assert bench.runs() == [busy.id, scene.id]
    assert get_scene(bench.db, scene.id).duration_frames == 7


async def test_a_queue_that_is_closed_and_opened_goes_on(bench, request):
    scene = bench.scene(seconds=1.0)
    jobs.submit(bench.db, scene, owner="ada")
    async with bench.running():
        await until(bench.runs)
    assert bench.status(scene) == "queued"

    async with bench.running():
        assert await bench.settled(scene) == ["ready"]

    elsewhere = "celery" in request.node.name
    assert len(bench.runs()) == (1 if elsewhere else 2)  # elsewhere it went on meanwhile
    assert bench.db.row("SELECT attempts FROM jobs")["attempts"] == 1
