"""What readers elsewhere are told: the whole of a scene and of a session, each under the next number."""

from __future__ import annotations

import json

from pipeline.state import outbox
from pipeline.state.model import SceneStatus
from pipeline.state.ordering import move_scene, remove_scene
from pipeline.state.projects import get_session
from pipeline.state.scenes import add_scene, edit_scene, get_scene, revert_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import get_version

from ..conftest import draft, finish


def told(db, kind: str, after: int = 0) -> list[dict]:
    rows = db.rows("SELECT payload FROM outbox WHERE kind = ? AND seq > ? ORDER BY seq", (kind, after))
    return [json.loads(row["payload"]) for row in rows]


def test_a_scene_is_told_whole(db, session, three_scenes):
    finish(db, three_scenes[0], frames=10)
    finish(db, three_scenes[1], frames=5, key="projects/p/two.mp4")

    scene = get_scene(db, three_scenes[1].id)
    assert [one for one in told(db, "scene") if one["sceneId"] == scene.id][-1] == {
        "projectId": session.project_id,
        "sessionId": session.id,
        "sceneId": scene.id,
        "seq": scene.seq,
        "version": 1,
        "index": 1,
        "title": "Scene 1",
        "status": "ready",
        "startFrame": 10,
        "endFrame": 14,
        "durationInFrames": 5,
        "videoUrl": "projects/p/two.mp4",
        "checksum": "ab" * 32,
        "error": None,
        "updatedAt": scene.updated_at,
        "author": "agent",
        "change": "",
    }


def test_an_edited_scene_is_told_with_who_changed_what_and_the_chunk_that_viewers_keep(db, three_scenes):
    scene = finish(db, three_scenes[0], frames=12, key="old.mp4")
    before = get_session(db, scene.session_id).seq

    edit_scene(db, scene.id, draft("New", code="2\n"), base_version=1, author="person", change="doubled")

    (last,) = told(db, "scene", after=before)
    assert (last["version"], last["status"], last["title"]) == (2, "queued", "New")
    assert (last["author"], last["change"], last["videoUrl"]) == ("person", "doubled", "old.mp4")


def test_an_error_is_told_with_what_is_known_of_it(db, three_scenes):
    with db.transaction() as tx:
        advance(tx, three_scenes[0].id, SceneStatus.ERROR, version=1, error={"code": "x", "line": 3})

    assert told(db, "scene")[-1]["error"] == {"code": "x", "line": 3}
    assert told(db, "session")[-1]["status"] == "error"


def test_a_removed_scene_is_told_as_removed_and_the_later_ones_move(db, session, three_scenes):
    before = get_session(db, session.id).seq

    remove_scene(db, three_scenes[0].id)

    gone, *moved = told(db, "scene", after=before)
    assert (gone["sceneId"], gone["removed"]) == (three_scenes[0].id, True)
    places = {one["sceneId"]: one["index"] for one in moved}
    assert places == {three_scenes[1].id: 0, three_scenes[2].id: 1}
    assert not any("removed" in one for one in moved)
    assert told(db, "session")[-1]["sceneCount"] == 2


def test_only_the_scenes_between_two_places_and_after_are_told_of_a_move(db, session, three_scenes):
    before = get_session(db, session.id).seq
    move_scene(db, three_scenes[2].id, index=1)

    assert {one["sceneId"]: one["index"] for one in told(db, "scene", after=before)} == {
        three_scenes[2].id: 1,
        three_scenes[1].id: 2,
    }

    quiet = get_session(db, session.id).seq
    move_scene(db, three_scenes[2].id, index=1)
    assert get_session(db, session.id).seq == quiet


def test_a_scene_put_first_is_told_with_all_that_it_moves(db, session, three_scenes):
    finish(db, three_scenes[0], frames=10)
    before = get_session(db, session.id).seq

    first = add_scene(db, session.id, draft("First"), index=-5, author="person", change="an opening")

    heard = told(db, "scene", after=before)
    assert [(one["sceneId"], one["index"]) for one in heard][:4] == [
        (first.id, 0),
        *((scene.id, n) for n, scene in enumerate(three_scenes, 1)),
    ]
    assert (heard[0]["startFrame"], heard[0]["endFrame"], heard[0]["change"]) == (0, -1, "an opening")


def test_a_session_is_told_whole_and_names_its_scenes_only_when_asked_to(db, session, three_scenes):
    finish(db, three_scenes[0], frames=10)
    with db.transaction() as tx:
        seq = outbox.announce_session(tx, session.id, scene_ids=["scn_1"])
        plain = outbox.announce_session(tx, session.id)

    named, unnamed = told(db, "session", after=seq - 1)
    kept = get_session(db, session.id)
    assert (seq, plain, kept.seq) == (plain - 1, seq + 1, plain)
    assert unnamed == {
        "projectId": session.project_id,
        "sessionId": session.id,
        "seq": plain,
        "title": "Circles",
        "status": "idle",
        "totalFrames": 10,
        "sceneCount": 3,
        "format": {"width": 854, "height": 480, "fps": 15, "profile": "preview"},
        "updatedAt": kept.updated_at,
    }
    assert named["sceneIds"] == ["scn_1"]


def test_the_past_of_a_scene_is_told_version_by_version(db, session, three_scenes):
    scene = finish(db, three_scenes[1], frames=12, key="one.mp4")
    edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="person", change="doubled")
    revert_scene(db, scene.id, to_version=1, author="agent")
    before, kept = get_session(db, session.id).seq, get_scene(db, scene.id)

    with db.transaction() as tx:
        assert outbox.announce_history(tx, scene.id) == 2

    first, second = told(db, "scene", after=before)
    assert (first["seq"], second["seq"]) == (before + 1, before + 2)
    assert (first["version"], first["status"], first["videoUrl"]) == (1, "ready", "one.mp4")
    assert (first["startFrame"], first["endFrame"], first["durationInFrames"]) == (0, 11, 12)
    assert (first["author"], first["index"], first["error"]) == ("agent", 1, None)
    assert (first["sceneId"], first["updatedAt"]) == (scene.id, get_version(db, scene.id, 1).created_at)
    assert (second["version"], second["status"], second["videoUrl"]) == (2, "queued", None)
    assert (second["startFrame"], second["endFrame"], second["durationInFrames"]) == (0, -1, 0)
    assert (second["author"], second["change"]) == ("person", "doubled")
    assert get_scene(db, scene.id) == kept
