"""Projects and sessions: whose they are, which one is found, and what a list says of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.state import projects
from pipeline.state.errors import NotFound
from pipeline.state.model import FULL, PREVIEW, SessionStatus
from pipeline.state.scenes import add_scene, finish_scene
from pipeline.state.versions import get_version

from ..conftest import draft, finish


@pytest.fixture
def clock(monkeypatch):
    """Time as these tests want it: each look at the clock is a second later."""
    seconds = iter(range(1_000, 9_000))
    monkeypatch.setattr(projects, "now_ms", lambda: next(seconds) * 1000)


def test_a_session_remembers_all_that_it_was_made_with(db, session):
    made = projects.create_session(
        db, session.project_id, title="Tori", format=FULL, settings={"theme": "paper"}, source_name="tori.md"
    )

    kept = projects.get_session(db, made.id)
    assert kept == made
    assert (kept.title, kept.format, kept.settings) == ("Tori", FULL, {"theme": "paper"})
    assert (kept.source_name, kept.status, kept.seq) == ("tori.md", SessionStatus.IDLE, 1)
    assert kept.created_at > 0


def test_the_newest_project_of_a_title_is_found_and_only_its_owner_s(db, clock):
    projects.create_project(db, owner="ada", title="Circles")
    newer = projects.create_project(db, owner="ada", title="Circles")
    projects.create_project(db, owner="bob", title="Circles")

    assert projects.find_project(db, owner="ada", title="Circles") == newer
    assert projects.find_project(db, owner="ada", title="Squares") is None
    assert projects.find_project(db, owner="eve", title="Circles") is None


def test_a_lesson_file_finds_its_newest_session_in_the_same_format(db, session, clock):
    project = session.project_id
    for_file = {"title": "Tori", "source_name": "tori.md"}
    projects.create_session(db, project, format=PREVIEW, **for_file)
    newer = projects.create_session(db, project, format=PREVIEW, **for_file)
    full = projects.create_session(db, project, format=FULL, **for_file)

    assert projects.find_session(db, project, PREVIEW, "tori.md").id == newer.id
    assert projects.find_session(db, project, FULL, "tori.md").id == full.id
    for changed in ({"width": 1}, {"height": 1}, {"fps": 1}, {"profile": "final"}):
        assert projects.find_session(db, project, replace(PREVIEW, **changed), "tori.md") is None
    assert projects.find_session(db, project, PREVIEW, "cubes.md") is None
    assert projects.find_session(db, "prj_other", PREVIEW, "tori.md") is None


def test_new_settings_are_announced_and_the_same_again_are_not(db, session):
    projects.update_session(db, session.id, title="Rings", settings={"theme": "paper"})
    once = projects.get_session(db, session.id)
    projects.update_session(db, session.id, title="Rings", settings={"theme": "paper"})

    assert (once.title, once.settings, once.seq) == ("Rings", {"theme": "paper"}, session.seq + 1)
    assert projects.get_session(db, session.id) == once

    projects.update_session(db, session.id, title="Rings", settings={})
    projects.update_session(db, session.id, title="Circles", settings={})
    assert projects.get_session(db, session.id).seq == session.seq + 3


def test_ids_that_were_begun_elsewhere_make_project_and_session_once(db):
    begin = {
        "owner": "ada",
        "project_id": "prj_x",
        "project_title": "Physics",
        "session_id": "ses_x",
        "title": "Falling",
        "format": PREVIEW,
    }

    made = projects.begin_session(db, **begin)
    again = projects.begin_session(db, **begin | {"title": "Another", "project_title": "Another"})

    assert again == made
    assert (made.id, made.project_id, made.title, made.format) == ("ses_x", "prj_x", "Falling", PREVIEW)
    assert projects.find_project(db, owner="ada", title="Physics").id == "prj_x"
    assert projects.owner_of(db, "ses_x") == "ada"


@pytest.mark.parametrize("ids", [("prj_x", "ses_new"), ("prj_new", "ses_x")])
def test_begun_ids_of_somebody_else_are_not_found_and_nothing_is_made(db, ids):
    project_id, session_id = ids
    mine = {"project_title": "P", "title": "S", "format": PREVIEW}
    projects.begin_session(db, owner="ada", project_id="prj_x", session_id="ses_x", **mine)

    with pytest.raises(NotFound, match=session_id):
        projects.begin_session(db, owner="eve", project_id=project_id, session_id=session_id, **mine)

    assert projects.list_projects(db, owner="eve") == []
    assert [len(p.sessions) for p in projects.list_projects(db, owner="ada")] == [1]


def test_a_session_that_is_not_there_comes_with_the_newest_of_its_asker(db, session):
    ids = [projects.create_session(db, session.project_id, title=str(n), format=PREVIEW).id for n in range(4)]

    with pytest.raises(NotFound) as missing:
        projects.get_session(db, "ses_0", owner="ada")

    newest = sorted(ids)[::-1][:3]
    assert missing.value.details["nearest"] == newest
    assert missing.value.fix == f"The newest are {', '.join(newest)}."
    assert "'ses_0'" in str(missing.value)
    with pytest.raises(NotFound) as nothing:
        projects.owner_of(db, "ses_0")
    assert str(nothing.value) == "There is no session 'ses_0'. There is none yet: plan a lesson first."


@pytest.mark.parametrize(
    "key", ["projects/{other}/s/0.mp4", "{mine}/s/0.mp4", "projects/{mine}", "x/{mine}/0", "", "projects"]
)
def test_a_chunk_of_another_project_or_of_none_is_not_found(db, session, key):
    other = projects.create_project(db, owner="bob", title="Cubes")
    key = key.format(other=other.id, mine=session.project_id)

    with pytest.raises(NotFound) as refused:
        projects.require_media_owner(db, key, owner="ada")

    assert (refused.value.message, refused.value.fix) == (
        f"There is no chunk {key!r}.",
        "Ask for the session again.",
    )


def test_a_chunk_of_one_s_own_project_may_be_read(db, session):
    projects.require_media_owner(db, f"projects/{session.project_id}/s/0.mp4", owner="ada")
    projects.require_media_owner(db, f"projects/{session.project_id}/cover.jpg", owner="ada")


def test_a_list_counts_scenes_and_frames_and_names_the_first_poster(db, session):
    scenes = [add_scene(db, session.id, draft(f"{n}"), author="agent") for n in range(3)]
    finish(db, scenes[0], frames=10, key="plain.mp4")
    finish(db, scenes[1], frames=5, key="posed.mp4")
    posed = replace(get_version(db, scenes[1].id, 1), report={"poster": True})
    with db.transaction() as tx:
        tx.execute("UPDATE scenes SET status = 'uploading' WHERE id = ?", (scenes[1].id,))
    finish_scene(db, scenes[1].id, 1, posed)

    (project,) = projects.list_projects(db, owner="ada")

    (found,) = project.sessions
    assert (project.id, project.title) == (session.project_id, "Circles")
    assert project.updated_at == projects.find_project(db, owner="ada", title="Circles").updated_at
    assert (found.id, found.title, found.status, found.fps) == (session.id, "Circles", "idle", 15)
    assert (found.scene_count, found.ready_count, found.total_frames) == (3, 2, 15)
    assert found.poster_of == "posed.mp4"
    assert found.updated_at == projects.get_session(db, session.id).updated_at


def test_projects_are_listed_by_their_last_change_in_pages(db, clock):
    made = [projects.create_project(db, owner="ada", title=str(n)) for n in range(3)]
    projects.create_project(db, owner="bob", title="not ada's")
    old = projects.create_session(db, made[0].id, title="old", format=PREVIEW)
    new = projects.create_session(db, made[0].id, title="new", format=PREVIEW)

    listed = projects.list_projects(db, owner="ada")
    assert [p.title for p in listed] == ["0", "2", "1"]
    assert [s.id for s in listed[0].sessions] == [new.id, old.id]
    assert listed[1].sessions == []
    assert (listed[0].sessions[0].scene_count, listed[0].sessions[0].total_frames) == (0, 0)
    assert listed[0].sessions[0].poster_of is None
    assert [p.title for p in projects.list_projects(db, owner="ada", limit=1, offset=1)] == ["2"]


def test_a_page_of_projects_has_twenty(db):
    for n in range(21):
        projects.create_project(db, owner="ada", title=str(n))

    assert len(projects.list_projects(db, owner="ada")) == 20
    assert [p.title for p in projects.list_projects(db, owner="ada", offset=20)] == ["0"]
