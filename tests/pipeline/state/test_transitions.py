"""The state machine of a scene, and what follows from a transition in the same transaction."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from pipeline.queue import jobs
from pipeline.state import projects
from pipeline.state.errors import ForbiddenTransition, NotFound, StaleVersion
from pipeline.state.model import SceneStatus, SessionStatus
from pipeline.state.scenes import edit_scene, get_scene, list_scenes
from pipeline.state.transitions import ARROWS, advance

from ..conftest import draft

WAY = [SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING, SceneStatus.READY]


def move(db, scene, to, **more):
    with db.transaction() as tx:
        advance(tx, scene.id, to, version=more.pop("version", scene.version), **more)


def bring_to(db, scene, status):
    way = {
        SceneStatus.QUEUED: [],
        SceneStatus.ERROR: [SceneStatus.ERROR],
    }.get(status, WAY[: WAY.index(status) + 1] if status in WAY else [])
    for step in way:
        move(db, scene, step, frames=10 if step is SceneStatus.READY else None)


@pytest.mark.parametrize("source", SceneStatus)
@pytest.mark.parametrize("target", SceneStatus)
def test_every_arrow_and_no_other_can_be_taken(db, three_scenes, source, target):
    scene = three_scenes[0]
    bring_to(db, scene, source)

    if target in ARROWS[source]:
        move(db, scene, target)
        assert get_scene(db, scene.id).status is target
    else:
        with pytest.raises(ForbiddenTransition) as refused:
            move(db, scene, target)
        assert refused.value.message == f"Scene {scene.id} is {source} and cannot become {target}."
        assert refused.value.fix == "Ask for the scene's status first."
        assert refused.value.details == {"scene_id": scene.id, "status": source, "to": target}
        assert get_scene(db, scene.id).status is source


def test_a_transition_of_an_older_version_is_refused_and_changes_nothing(db, three_scenes):
    scene = three_scenes[0]
    edit_scene(db, scene.id, draft(code="x = 2\n"), base_version=1, author="agent", change="")

    with pytest.raises(StaleVersion) as refused:
        move(db, scene, SceneStatus.GENERATING_CODE, version=1)

    assert refused.value.message == f"Scene {scene.id} is at version 2, not 1."
    assert refused.value.fix == "Read the scene again and repeat the change on its current version."
    assert refused.value.details == {"scene_id": scene.id, "current_version": 2}
    assert get_scene(db, scene.id).status is SceneStatus.QUEUED


def test_a_transition_of_no_scene_is_not_found(db):
    with pytest.raises(NotFound) as missing, db.transaction() as tx:
        advance(tx, "scn_none", SceneStatus.ERROR, version=1)

    assert missing.value.message == "There is no scene scn_none."
    assert missing.value.fix == "It may have been removed; ask for the status."


def test_a_new_length_shifts_the_ranges_of_all_later_scenes(db, session, three_scenes):
    for scene, frames in zip(three_scenes, (30, 45, 15), strict=True):
        for step in WAY:
            move(db, scene, step, frames=frames if step is SceneStatus.READY else None)

    ranges = [(s.start_frame, s.end_frame, s.duration_frames) for s in list_scenes(db, session.id)]

    assert ranges == [(0, 29, 30), (30, 74, 45), (75, 89, 15)]


def test_the_order_in_which_scenes_become_ready_does_not_matter_for_the_ranges(db, session, three_scenes):
    for scene, frames in reversed(list(zip(three_scenes, (30, 45, 15), strict=True))):
        for step in WAY:
            move(db, scene, step, frames=frames if step is SceneStatus.READY else None)

    assert [s.start_frame for s in list_scenes(db, session.id)] == [0, 30, 75]


def test_the_session_follows_its_scenes(db, session, three_scenes):
    def status():
        return projects.get_session(db, session.id).status

    seen = [status()]
    for scene in three_scenes:
        jobs.submit(db, scene, owner="ada")
    seen.append(status())
    for scene in three_scenes:
        job = jobs.lease(db, "here/1/0/0")
        assert job is not None
        for step in WAY:
            move(db, scene, step, frames=1 if step is SceneStatus.READY else None)
            seen.append(status())
        jobs.complete(db, job)
    seen.append(status())

    assert seen[0] is SessionStatus.IDLE
    assert seen[1] is SessionStatus.QUEUED
    assert seen[2:4] == [SessionStatus.GENERATING, SessionStatus.RENDERING]
    assert seen[-1] is SessionStatus.READY
    assert SessionStatus.ERROR not in seen


@pytest.mark.parametrize("settled", [SceneStatus.READY, SceneStatus.ERROR])
def test_between_two_renders_a_session_that_has_begun_is_still_rendering(db, session, three_scenes, settled):
    bring_to(db, three_scenes[0], settled)

    jobs.submit(db, three_scenes[1], owner="ada")

    assert projects.get_session(db, session.id).status is SessionStatus.RENDERING


def test_a_session_is_announced_when_its_status_changes_and_not_otherwise(db, session, three_scenes):
    def told() -> int:
        return db.row("SELECT COUNT(*) FROM outbox WHERE kind = 'session'")[0]

    before = told()
    move(db, three_scenes[0], SceneStatus.GENERATING_CODE)
    assert told() == before + 1
    move(db, three_scenes[1], SceneStatus.GENERATING_CODE)
    assert told() == before + 1


def test_one_failed_scene_makes_the_session_an_error_when_all_is_settled(db, session, three_scenes):
    for scene in three_scenes[:2]:
        for step in WAY:
            move(db, scene, step, frames=1 if step is SceneStatus.READY else None)
    move(db, three_scenes[2], SceneStatus.ERROR, error={"code": "scene_failed", "message": "no"})

    assert projects.get_session(db, session.id).status is SessionStatus.ERROR
    assert get_scene(db, three_scenes[2].id).error == {"code": "scene_failed", "message": "no"}


def test_every_change_has_an_outbox_row_with_the_next_number(db, session, three_scenes):
    for step in WAY:
        move(db, three_scenes[0], step, frames=5 if step is SceneStatus.READY else None)

    rows = db.rows("SELECT seq, kind, payload FROM outbox WHERE session_id = ? ORDER BY seq", (session.id,))
    statuses = [
        json.loads(row["payload"])["status"]
        for row in rows
        if json.loads(row["payload"]).get("sceneId") == three_scenes[0].id
    ]

    assert all(later["seq"] == earlier["seq"] + 1 for earlier, later in pairwise(rows))
    assert statuses[-4:] == ["generating_code", "rendering", "uploading", "ready"]
    last = next(r for r in reversed(rows) if r["kind"] == "scene" and "ready" in r["payload"])
    assert json.loads(last["payload"])["endFrame"] == 4


def test_a_failing_transaction_leaves_neither_status_nor_outbox_row(db, session, three_scenes):
    before = db.rows("SELECT COUNT(*) FROM outbox")[0][0]

    with pytest.raises(RuntimeError), db.transaction() as tx:
        advance(tx, three_scenes[0].id, SceneStatus.GENERATING_CODE, version=1)
        raise RuntimeError

    assert get_scene(db, three_scenes[0].id).status is SceneStatus.QUEUED
    assert db.rows("SELECT COUNT(*) FROM outbox")[0][0] == before
