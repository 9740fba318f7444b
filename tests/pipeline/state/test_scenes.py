"""Scenes and their versions: edits, reverts, order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.state import projects
from pipeline.state.errors import NotFound, SceneBusy, StaleVersion
from pipeline.state.history import scene_history
from pipeline.state.model import PREVIEW, SceneStatus, SceneVersion, SessionStatus
from pipeline.state.ordering import duplicate_scene, move_scene, remove_scene
from pipeline.state.scenes import add_scene, edit_scene, get_scene, list_scenes, retry_scene, revert_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import (
    SceneDraft,
    attach_chunk,
    find_reusable,
    get_version,
    list_versions,
    refresh_line_map,
)

from ..conftest import draft, finish


def test_an_edit_makes_a_new_version_and_keeps_the_old_one(db, three_scenes):
    scene = edit_scene(
        db, three_scenes[1].id, draft(code="x = 2\n"), base_version=1, author="person", change="doubled"
    )

    assert (scene.version, scene.status) == (2, SceneStatus.QUEUED)
    assert [v.code for v in list_versions(db, scene.id)] == ["x = 1\n", "x = 2\n"]
    assert list_versions(db, scene.id)[1].author == "person"


def test_viewers_keep_the_old_chunk_until_the_new_one_is_ready(db, session, three_scenes):
    scene = finish(db, three_scenes[0], frames=12)

    edited = edit_scene(db, scene.id, draft(code="y\n"), base_version=1, author="agent", change="")

    assert (edited.version, edited.chunk_version, edited.duration_frames) == (2, 1, 12)


def test_an_edit_of_an_older_version_is_refused(db, three_scenes):
    scene = three_scenes[0]
    edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")

    with pytest.raises(StaleVersion) as refused:
        edit_scene(db, scene.id, draft(code="3\n"), base_version=1, author="agent", change="")

    assert refused.value.message == f"Scene {scene.id} is at version 2; the edit was made on 1."
    assert refused.value.fix == "Look at the difference and make the edit on the current version."
    diff = refused.value.details.pop("diff")
    assert diff.startswith("--- v1\n+++ v2\n")
    assert "-x = 1\n+2\n" in diff
    assert refused.value.details == {"scene_id": scene.id, "base_version": 1, "current_version": 2}
    assert len(list_versions(db, scene.id)) == 2


@pytest.mark.parametrize("base", [0, 2, 9])
def test_an_edit_of_no_version_is_refused_without_a_difference(db, three_scenes, base):
    with pytest.raises(StaleVersion) as refused:
        edit_scene(db, three_scenes[0].id, draft(), base_version=base, author="agent", change="")

    assert (refused.value.details["current_version"], refused.value.details["diff"]) == (1, "")


def test_a_scene_that_is_being_rendered_cannot_be_edited(db, three_scenes):
    scene = three_scenes[0]
    with db.transaction() as tx:
        advance(tx, scene.id, SceneStatus.GENERATING_CODE, version=1)
        advance(tx, scene.id, SceneStatus.RENDERING, version=1)

    with pytest.raises(SceneBusy) as busy:
        edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")

    assert busy.value.message == f"Scene {scene.id} is rendering right now."
    assert busy.value.fix == "Wait until it is ready, or cancel its render first."
    assert busy.value.details == {"scene_id": scene.id, "status": "rendering"}


def test_a_revert_shares_the_old_chunk_and_renders_nothing(db, three_scenes):
    scene = finish(db, three_scenes[0], frames=12, key="projects/p/old.mp4")
    edited = edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")
    finish(db, edited, frames=20, key="projects/p/new.mp4")

    reverted = revert_scene(db, scene.id, to_version=1, author="person")

    version = get_version(db, scene.id, 3)
    assert (reverted.status, reverted.version, reverted.duration_frames) == (SceneStatus.READY, 3, 12)
    assert (version.chunk_key, version.code) == ("projects/p/old.mp4", "x = 1\n")
    assert db.rows("SELECT COUNT(*) FROM jobs")[0][0] == 0


def test_a_revert_to_a_version_that_never_was_rendered_is_queued(db, three_scenes):
    edit_scene(db, three_scenes[0].id, draft(code="2\n"), base_version=1, author="agent", change="")

    assert revert_scene(db, three_scenes[0].id, to_version=1, author="person").status is SceneStatus.QUEUED


def test_a_revert_has_the_whole_old_source_under_the_title_of_now(db, three_scenes):
    whole = SceneDraft("Old", "blocks", "x = 3\n", "d3", [{"kind": "text"}], {1: 7}, {"a.png": "ab"})
    scene_id = three_scenes[0].id
    edit_scene(db, scene_id, whole, base_version=1, author="agent", change="drawn")
    edit_scene(db, scene_id, draft("New"), base_version=2, author="agent", change="")

    reverted = revert_scene(db, scene_id, to_version=2, author="person")

    made, source = get_version(db, scene_id, 4), get_version(db, scene_id, 2)
    assert (source.blocks, source.line_map, source.assets) == (whole.blocks, whole.line_map, whole.assets)
    own = {"version", "author", "change", "created_at"}
    for name in SceneVersion.__dataclass_fields__.keys() - own:
        assert getattr(made, name) == getattr(source, name), name
    assert (reverted.title, made.author, made.change) == ("New", "person", "revert to version 2")


def test_a_revert_to_no_version_says_which_there_are(db, three_scenes):
    scene_id = three_scenes[0].id
    with pytest.raises(NotFound) as missing:
        revert_scene(db, scene_id, to_version=9, author="person")
    with pytest.raises(NotFound) as nothing:
        get_version(db, "scn_none", 1)

    assert str(missing.value) == f"Scene {scene_id} has no version 9. It has the versions 1 to 1."
    assert str(nothing.value) == "Scene scn_none has no version 1. There is no such scene."


@pytest.mark.parametrize(("source", "target"), [(0, 2), (2, 0), (1, 1), (0, 99)])
def test_moving_a_scene_keeps_the_others_in_order_and_the_ranges_contiguous(
    db, session, three_scenes, source, target
):
    for scene, frames in zip(three_scenes, (5, 7, 11), strict=True):
        finish(db, scene, frames=frames)
    titles = [scene.title for scene in three_scenes]
    moved = titles.pop(source)
    titles.insert(min(target, 2), moved)

    move_scene(db, three_scenes[source].id, index=target)

    found = list_scenes(db, session.id)
    assert [scene.title for scene in found] == titles
    assert [scene.index for scene in found] == [0, 1, 2]
    assert found[0].start_frame == 0
    assert all(a.end_frame + 1 == b.start_frame for a, b in zip(found, found[1:], strict=False))


def test_inserting_and_removing_keep_indices_dense(db, session, three_scenes):
    add_scene(db, session.id, draft("New"), index=1, author="agent")
    remove_scene(db, three_scenes[0].id)

    assert [(s.index, s.title) for s in list_scenes(db, session.id)] == [
        (0, "New"),
        (1, "Scene 1"),
        (2, "Scene 2"),
    ]


def test_a_session_whose_last_scene_is_gone_is_idle(db, session):
    scene = finish(db, add_scene(db, session.id, draft(), author="agent"))
    assert scene.id.startswith("scn_")

    remove_scene(db, scene.id)

    assert list_scenes(db, session.id) == []
    assert projects.get_session(db, session.id).status is SessionStatus.IDLE


def test_no_scene_is_added_to_a_session_that_is_not_there(db):
    with pytest.raises(NotFound) as missing:
        add_scene(db, "ses_none", draft(), author="agent")

    assert str(missing.value) == "There is no session 'ses_none'. Plan a lesson first."


def test_slots_are_never_used_twice(db, session, three_scenes):
    remove_scene(db, three_scenes[2].id)

    assert add_scene(db, session.id, draft(), author="agent").slot == 3


def test_a_chunk_is_reused_only_within_one_owner(db, session, three_scenes):
    finish(db, three_scenes[0])
    other = projects.create_project(db, owner="eve", title="Hers")
    hers = projects.create_session(db, other.id, title="Hers", format=session.format)
    her_scene = add_scene(db, hers.id, draft(), author="agent")

    digest = draft().digest
    assert find_reusable(db, three_scenes[1].id, digest) is not None
    assert find_reusable(db, her_scene.id, digest) is None


def test_a_foreign_session_and_a_missing_one_look_the_same(db, session):
    with pytest.raises(NotFound) as foreign:
        projects.get_session(db, session.id, owner="eve")
    with pytest.raises(NotFound) as missing:
        projects.get_session(db, "ses_none", owner="eve")

    assert foreign.value.message.replace(session.id, "X") == missing.value.message.replace("ses_none", "X")
    assert session.id not in str(foreign.value.fix)


def test_a_duplicate_of_a_rendered_scene_stands_behind_it_and_is_ready(db, session, three_scenes):
    finish(db, three_scenes[0], frames=10)

    twin = duplicate_scene(db, three_scenes[0].id, author="person")

    order = [scene.id for scene in list_scenes(db, session.id)]
    assert order == [three_scenes[0].id, twin.id, three_scenes[1].id, three_scenes[2].id]
    assert (twin.status, twin.start_frame, twin.end_frame) == ("ready", 10, 19)
    assert twin.slot not in {scene.slot for scene in three_scenes}
    assert get_version(db, twin.id, 1).chunk_key == get_version(db, three_scenes[0].id, 1).chunk_key


def test_a_duplicate_has_the_whole_source_and_says_what_it_is_a_copy_of(db, session, three_scenes):
    whole = SceneDraft("A", "blocks", "x = 3\n", "d3", [{"kind": "text"}], {1: 7}, {"a.png": "ab"})
    scene = edit_scene(db, three_scenes[1].id, whole, base_version=1, author="agent", change="drawn")

    twin = duplicate_scene(db, scene.id, author="person")

    made, source = get_version(db, twin.id, 1), get_version(db, scene.id, 2)
    own = {"scene_id", "version", "author", "change", "created_at"}
    for name in SceneVersion.__dataclass_fields__.keys() - own:
        assert getattr(made, name) == getattr(source, name), name
    assert (twin.title, made.author, made.change) == ("A", "person", "a copy of scene 2")
    assert twin.status is SceneStatus.QUEUED


def test_what_is_left_after_a_removal_closes_up_and_settles_the_session(db, session, three_scenes):
    first, failed, last = three_scenes
    finish(db, first, frames=5)
    finish(db, last, frames=7)
    with db.transaction() as tx:
        advance(tx, failed.id, SceneStatus.ERROR, version=1, error={"code": "x", "message": "no"})

    remove_scene(db, failed.id)
    assert projects.get_session(db, session.id).status is SessionStatus.READY
    remove_scene(db, first.id)

    (left,) = list_scenes(db, session.id)
    assert (left.id, left.index, left.start_frame, left.end_frame) == (last.id, 0, 0, 6)


def test_removing_the_last_scene_leaves_the_others_where_they_are(db, session, three_scenes):
    remove_scene(db, three_scenes[2].id)

    assert [(s.index, s.title) for s in list_scenes(db, session.id)] == [(0, "Scene 0"), (1, "Scene 1")]


def test_a_scene_that_is_not_there_comes_with_the_nearest_of_its_asker(db, session, monkeypatch):
    ids = iter(["scn_aaaa1111", "scn_aaaa1112", "scn_aaaa1134", "scn_aaaa1345", "scn_bbbbbbbb"])
    monkeypatch.setattr("pipeline.state.scenes.new_id", lambda prefix: next(ids))
    for n in range(5):
        add_scene(db, session.id, draft(f"Scene {n}"), author="agent")

    with pytest.raises(NotFound) as close:
        get_scene(db, "scn_aaaa111", owner="ada")
    with pytest.raises(NotFound) as far:
        get_scene(db, "xyz", owner="ada")
    with pytest.raises(NotFound) as foreign:
        get_scene(db, "scn_aaaa1111", owner="eve")

    assert close.value.message == "There is no scene 'scn_aaaa111'."
    assert close.value.details == {"nearest": ["scn_aaaa1112", "scn_aaaa1111", "scn_aaaa1134"]}
    assert close.value.fix == (
        "The nearest are scn_aaaa1112 (Scene 1), scn_aaaa1111 (Scene 0), scn_aaaa1134 (Scene 2); "
        "get_status lists a session's."
    )
    assert far.value.details == {"nearest": ["scn_bbbbbbbb", "scn_aaaa1345", "scn_aaaa1134"]}
    assert (foreign.value.fix, foreign.value.details) == ("There is none yet.", {"nearest": []})


def test_where_nobody_is_signed_in_the_scenes_of_this_machine_are_near(db):
    project = projects.create_project(db, owner="local", title="Mine")
    mine = projects.create_session(db, project.id, title="Mine", format=PREVIEW)
    scene = add_scene(db, mine.id, draft("Here"), author="agent")

    with pytest.raises(NotFound, match=rf"The nearest are {scene.id} \(Here\)"):
        get_scene(db, "scn_x")
    with pytest.raises(NotFound, match=f"The newest are {mine.id}."):
        projects.get_session(db, "ses_x")


def test_the_history_says_who_changed_what_and_when(db, three_scenes):
    scene = three_scenes[0]
    finish(db, scene)
    edit_scene(db, scene.id, draft(code="x = 2\n"), base_version=1, author="person", change="1 replacements")

    newest, first = scene_history(db, scene.id, owner="ada")

    assert (newest.author, newest.change, newest.checksum, newest.current) == (
        "person",
        "1 replacements",
        None,
        True,
    )
    assert newest.diff.startswith("--- v1\n+++ v2\n")
    assert "-x = 1\n+x = 2\n" in newest.diff
    assert (newest.version, first.version, first.diff) == (2, 1, "")
    assert first.checksum is not None
    assert first.created_at <= newest.created_at
    with pytest.raises(NotFound):
        scene_history(db, scene.id, owner="bob")


def test_a_failed_scene_is_queued_again_as_it_is(db, three_scenes):
    scene = edit_scene(db, three_scenes[0].id, draft(code="2\n"), base_version=1, author="agent", change="")
    with db.transaction() as tx:
        advance(tx, scene.id, SceneStatus.ERROR, version=2, error={"code": "x", "message": "no"})

    again = retry_scene(db, scene.id)

    assert (again.id, again.status, again.version, again.error) == (scene.id, SceneStatus.QUEUED, 2, None)


def test_a_retry_leaves_what_waits_is_made_or_is_ready(db, three_scenes):
    scene = three_scenes[0]
    seen = [get_scene(db, scene.id)]
    for step in (
        SceneStatus.GENERATING_CODE,
        SceneStatus.RENDERING,
        SceneStatus.UPLOADING,
        SceneStatus.READY,
    ):
        assert retry_scene(db, scene.id) == seen[-1]
        with db.transaction() as tx:
            advance(tx, scene.id, step, version=1)
        seen.append(get_scene(db, scene.id))

    assert retry_scene(db, scene.id) == seen[-1]
    with pytest.raises(NotFound) as missing:
        retry_scene(db, "scn_none")
    assert str(missing.value) == "There is no scene 'scn_none'. Ask for the session's status."


def test_an_edit_of_a_ready_scene_makes_the_session_unready(db, session):
    scene = finish(db, add_scene(db, session.id, draft(), author="agent"))
    assert projects.get_session(db, session.id).status is SessionStatus.READY

    edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")

    assert projects.get_session(db, session.id).status is SessionStatus.IDLE


def test_a_chunk_is_kept_with_what_its_render_said(db, three_scenes):
    scene = finish(db, three_scenes[0])
    assert get_version(db, scene.id, 1).report is None

    said = replace(get_version(db, scene.id, 1), report={"poster": True})
    with db.transaction() as tx:
        attach_chunk(tx, scene.id, 1, said)

    assert get_version(db, scene.id, 1) == said


def test_lines_of_the_lesson_file_move_without_a_new_version(db, three_scenes):
    scene = edit_scene(db, three_scenes[0].id, draft(code="2\n"), base_version=1, author="agent", change="")

    refresh_line_map(db, scene.id, 2, {1: 12, 2: 14})

    first, second = list_versions(db, scene.id)
    assert (first.line_map, second.line_map) == ({}, {1: 12, 2: 14})
    assert get_version(db, three_scenes[1].id, 1).line_map == {}
