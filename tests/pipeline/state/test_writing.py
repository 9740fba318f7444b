"""A scene that the director's model writes: how it is shown, and that nobody leaves it so."""

from __future__ import annotations

import json

import pytest

from pipeline.director.ledger import Ledger, Spent, TakenOver
from pipeline.queue import jobs
from pipeline.queue.jobs import worker_name
from pipeline.queue.waiting import open_jobs
from pipeline.state.database import Database
from pipeline.state.errors import SceneBusy
from pipeline.state.model import SceneStatus, SessionStatus
from pipeline.state.projects import get_session
from pipeline.state.scenes import edit_scene, get_scene, revert_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import get_version
from pipeline.state.writing import Writing, begin_writing, end_writing, find_writing, release_abandoned

from ..conftest import draft, finish


@pytest.fixture
def written(db, three_scenes):
    """``(ledger, generation id, scene)``: the first scene is being written by a holder."""
    ledger, scene = Ledger(db), three_scenes[0]
    generation_id = ledger.begin("generate", "local", {})
    ledger.attach(generation_id, scene.session_id, [scene])
    assert ledger.take(generation_id, worker_name())
    begin_writing(db, scene.id)
    return ledger, generation_id, scene


def test_a_scene_that_is_written_says_so_with_what_it_has_cost(db, written):
    ledger, generation_id, scene = written
    ledger.append(generation_id, "scene:0", 0, "user", "go")
    ledger.append(generation_id, "scene:0", 1, "assistant", [], Spent(1, 1000, 200, 50, 0, 0.01))

    assert get_scene(db, scene.id).status is SceneStatus.GENERATING_CODE
    assert get_session(db, scene.session_id).status is SessionStatus.GENERATING
    found = open_jobs(db, scene.session_id)[scene.id].writing
    assert found == Writing(generation_id, 1, 1250, 0.01)


def test_while_it_is_written_a_new_version_keeps_it_so_and_a_render_keeps_others_away(db, written):
    _, _, scene = written

    edited = edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")
    assert (edited.status, edited.version) == (SceneStatus.GENERATING_CODE, 2)

    jobs.submit(db, edited, owner="local")
    assert jobs.lease(db, worker_name())
    with pytest.raises(SceneBusy):
        edit_scene(db, scene.id, draft(code="3\n"), base_version=2, author="agent", change="")


def test_when_the_writing_ends_a_scene_waits_or_is_ready_as_before(db, written, three_scenes):
    _, _, scene = written
    end_writing(db, scene.id)
    assert get_scene(db, scene.id).status is SceneStatus.QUEUED

    other = finish(db, three_scenes[1], frames=12, key="projects/p/one.mp4")
    begin_writing(db, other.id)
    assert get_scene(db, other.id).status is SceneStatus.GENERATING_CODE
    end_writing(db, other.id)
    after = get_scene(db, other.id)
    assert (after.status, after.duration_frames, after.version) == (SceneStatus.READY, 12, 1)


def test_a_scene_whose_render_has_begun_or_that_is_gone_is_left_by_a_writer(db, three_scenes):
    rendered, uploading, _ = three_scenes
    jobs.submit(db, rendered, owner="local")
    assert jobs.lease(db, worker_name())
    with db.transaction() as tx:
        advance(tx, rendered.id, SceneStatus.GENERATING_CODE, version=1)
        for step in (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING):
            advance(tx, uploading.id, step, version=1)

    for change in (begin_writing, end_writing):
        for scene, status in ((rendered, SceneStatus.GENERATING_CODE), (uploading, SceneStatus.UPLOADING)):
            change(db, scene.id)
            assert get_scene(db, scene.id).status is status
        change(db, "scn_gone")


def test_an_older_chunk_that_was_gone_back_to_in_the_writing_has_its_own_length(db, three_scenes):
    scene = finish(db, three_scenes[0], frames=12, key="one.mp4")
    edited = edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")
    finish(db, edited, frames=20, key="two.mp4")
    begin_writing(db, scene.id)

    revert_scene(db, scene.id, to_version=1, author="director")
    end_writing(db, scene.id)

    after = get_scene(db, scene.id)
    assert (after.status, after.chunk_version, after.duration_frames) == (SceneStatus.READY, 3, 12)


def test_a_version_that_was_gone_back_to_in_the_writing_is_told_of_with_its_own_chunk(db, three_scenes):
    scene = finish(db, three_scenes[0], frames=12, key="one.mp4")
    edited = edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")
    finish(db, edited, frames=20, key="two.mp4")
    begin_writing(db, scene.id)

    shown = revert_scene(db, scene.id, to_version=1, author="person")

    assert (shown.status, shown.chunk_version, shown.end_frame) == (SceneStatus.GENERATING_CODE, 3, 11)
    rows = db.rows("SELECT payload FROM outbox WHERE kind = 'scene' ORDER BY seq")
    told = [row for row in map(json.loads, (row["payload"] for row in rows)) if row["sceneId"] == scene.id][
        -1
    ]
    known = ("version", "status", "videoUrl", "checksum", "endFrame", "durationInFrames")
    checksum = get_version(db, scene.id, 1).sha256
    assert [told[name] for name in known] == [3, "generating_code", "one.mp4", checksum, 11, 12]


def test_what_a_writer_that_is_gone_has_left_waits_again(db, written):
    ledger, generation_id, scene = written
    assert release_abandoned(db) == 0

    ledger.release(worker_name())

    assert release_abandoned(db) == 1
    assert get_scene(db, scene.id).status is SceneStatus.QUEUED
    assert find_writing(db, scene.session_id) == {}
    assert generation_id


def test_of_two_processes_on_one_home_one_has_a_generation(tmp_path):
    here, there = Database(tmp_path / "x.db"), Database(tmp_path / "x.db")
    mine, theirs = Ledger(here), Ledger(there)
    generation_id = mine.begin("generate", "local", {})

    assert mine.take(generation_id, "elsewhere/1/0/a")
    assert not theirs.take(generation_id, "elsewhere/2/0/b")
    assert mine.beat("elsewhere/1/0/a", 1500) == {generation_id}
    assert theirs.beat("elsewhere/2/0/b", 1500) == set()
    assert mine.get(generation_id).worked_ms == 1500

    with here.transaction() as tx:
        tx.execute("UPDATE generations SET leased_until = 1")
    assert theirs.take(generation_id, "elsewhere/2/0/b")
    assert mine.beat("elsewhere/1/0/a", 0) == set()
    here.close()
    there.close()


def test_a_process_that_slept_through_its_lease_cannot_write_into_the_conversation(db):
    ledger = Ledger(db)
    generation_id = ledger.begin("generate", "local", {})
    ledger.append(generation_id, "plan", 0, "user", "go")

    with pytest.raises(TakenOver):
        ledger.append(generation_id, "plan", 0, "user", "go, too")
    assert ledger.messages(generation_id, "plan") == [{"role": "user", "content": "go"}]


def test_the_first_word_on_how_it_ended_stays(db):
    ledger = Ledger(db)
    generation_id = ledger.begin("generate", "local", {})

    ledger.end(generation_id, "cancelled")
    ledger.end(generation_id, "done")

    assert ledger.get(generation_id).status == "cancelled"
    assert not ledger.take(generation_id, "elsewhere/1/0/a")
