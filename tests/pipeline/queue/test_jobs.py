"""The table of jobs: leases, retries, fairness, cancellation."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pipeline.queue import jobs, waiting
from pipeline.state import projects
from pipeline.state.model import PREVIEW, SceneStatus
from pipeline.state.scenes import add_scene, edit_scene, get_scene
from pipeline.state.transitions import advance

from ..conftest import draft

ME = "elsewhere/1/1/0"


def submit_all(db, scenes, owner="ada"):
    return [jobs.submit(db, scene, owner=owner) for scene in scenes]


def test_a_version_has_one_job_however_often_it_is_asked_for(db, three_scenes):
    first = jobs.submit(db, three_scenes[0], owner="ada")

    assert jobs.submit(db, three_scenes[0], owner="ada") == first
    assert db.rows("SELECT COUNT(*) FROM jobs")[0][0] == 1


def test_two_workers_never_get_the_same_job(db, three_scenes):
    submit_all(db, three_scenes)

    leased = [jobs.lease(db, f"host/{n}/1/0") for n in range(4)]

    assert len({job.id for job in leased if job}) == 3
    assert leased[3] is None


def test_previews_come_before_finals(db, three_scenes):
    jobs.submit(db, three_scenes[0], owner="ada", priority=jobs.PRIORITY["final"])
    jobs.submit(db, three_scenes[1], owner="ada", priority=jobs.PRIORITY["preview"])

    assert jobs.lease(db, ME).scene_id == three_scenes[1].id


def test_an_owner_with_a_long_queue_does_not_keep_another_waiting(db, session, three_scenes):
    submit_all(db, three_scenes)
    project = projects.create_project(db, owner="bob", title="Late")
    late = projects.create_session(db, project.id, title="Late", format=PREVIEW)
    his = add_scene(db, late.id, draft(), author="agent")
    assert jobs.lease(db, ME).scene_id == three_scenes[0].id

    jobs.submit(db, his, owner="bob")

    assert jobs.lease(db, ME).scene_id == his.id


def test_a_lease_that_ran_out_is_given_to_the_next(db, three_scenes):
    submit_all(db, three_scenes[:1])
    job = jobs.lease(db, ME)
    with db.transaction() as tx:
        advance(tx, job.scene_id, SceneStatus.GENERATING_CODE, version=1)
        tx.execute("UPDATE jobs SET leased_until = 0")

    assert jobs.reclaim(db) == 1

    assert get_scene(db, job.scene_id).status is SceneStatus.QUEUED
    assert jobs.lease(db, "other/1/1/0").attempts == 2


def test_a_lease_that_is_kept_alive_is_left_alone(db, three_scenes):
    submit_all(db, three_scenes[:1])
    job = jobs.lease(db, ME)

    assert jobs.heartbeat(db, ME, [job.id]) == {job.id}
    assert jobs.reclaim(db) == 0


def test_the_lease_of_a_dead_process_of_this_machine_is_taken_back_at_once(db, three_scenes):
    submit_all(db, three_scenes[:1])
    code = "from pipeline.queue.jobs import worker_name; print(worker_name())"
    name = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert jobs.lease(db, name)

    assert jobs.reclaim(db) == 1


def test_the_lease_of_this_living_process_is_not(db, three_scenes):
    submit_all(db, three_scenes[:1])
    jobs.lease(db, jobs.worker_name())

    assert jobs.reclaim(db) == 0


def test_a_job_whose_worker_dies_three_times_is_parked_with_a_message(db, three_scenes):
    submit_all(db, three_scenes[:1])
    for _ in range(jobs.MAX_ATTEMPTS):
        job = jobs.lease(db, ME)
        with db.transaction() as tx:
            advance(tx, job.scene_id, SceneStatus.GENERATING_CODE, version=1)
            tx.execute("UPDATE jobs SET leased_until = 0")
        jobs.reclaim(db)

    scene = get_scene(db, three_scenes[0].id)
    assert jobs.lease(db, ME) is None
    assert scene.status is SceneStatus.ERROR
    assert scene.error["code"] == "worker_died"
    assert scene.error["fix"]


def test_a_retry_waits_longer_each_time_and_gives_up_after_the_third(db, three_scenes):
    submit_all(db, three_scenes[:1])
    waits = []
    for attempt in range(jobs.MAX_ATTEMPTS):
        job = jobs.lease(db, ME)
        again = jobs.retry_later(db, job, {"code": "sandbox_worker_died", "message": "gone"})
        assert again == (attempt < jobs.MAX_ATTEMPTS - 1)
        row = db.row("SELECT run_at - updated_at AS wait FROM jobs")
        waits.append(row["wait"])
        with db.transaction() as tx:
            tx.execute("UPDATE jobs SET run_at = 0")

    assert 450 <= waits[0] <= 1600
    assert 900 <= waits[1] <= 3100
    assert get_scene(db, three_scenes[0].id).status is SceneStatus.ERROR


def test_cancelling_ends_waiting_and_running_jobs_and_tells_the_worker(db, session, three_scenes):
    submit_all(db, three_scenes[:2])
    running = jobs.lease(db, ME)
    with db.transaction() as tx:
        advance(tx, running.scene_id, SceneStatus.GENERATING_CODE, version=1)

    assert jobs.cancel(db, session.id) == 2

    assert jobs.heartbeat(db, ME, [running.id]) == set()
    assert get_scene(db, running.scene_id).error["code"] == "cancelled"
    assert get_scene(db, three_scenes[1].id).status is SceneStatus.QUEUED


def test_a_cancelled_scene_can_be_asked_for_again(db, session, three_scenes):
    submit_all(db, three_scenes[:1])
    jobs.cancel(db, session.id)

    jobs.submit(db, get_scene(db, three_scenes[0].id), owner="ada")

    assert jobs.lease(db, ME).attempts == 1


def test_an_edit_takes_the_waiting_job_of_the_version_before(db, three_scenes):
    submit_all(db, three_scenes[:1])

    edit_scene(db, three_scenes[0].id, draft(code="2\n"), base_version=1, author="agent", change="")

    assert jobs.lease(db, ME) is None


def test_the_queue_tells_each_job_its_place(db, session, three_scenes):
    submit_all(db, three_scenes)
    with db.transaction() as tx:
        for number, scene in enumerate(three_scenes):
            tx.execute("UPDATE jobs SET run_at = ? WHERE scene_id = ?", (number, scene.id))

    open_jobs = waiting.open_jobs(db, session.id)

    assert [open_jobs[scene.id].position for scene in three_scenes] == [0, 1, 2]


def test_leasing_reads_only_the_heads_of_the_owners_lines(db, session):
    scene = add_scene(db, session.id, draft(), author="agent")
    jobs.submit(db, scene, owner="ada")

    plan = " ".join(row["detail"] for row in db.rows("EXPLAIN QUERY PLAN " + jobs._NEXT, {"now": 0}))

    assert "SCAN jobs" not in plan


@pytest.mark.parametrize("name", ["host/1/2/3", f"{os.uname().nodename}/999999999/5/0"])
def test_a_name_tells_whether_its_process_is_gone_from_this_machine(name):
    assert jobs.is_gone(name) == (not name.startswith("host"))
