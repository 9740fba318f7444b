"""A whole session taken away: what is forgotten, what others are told, and when it is refused."""

from __future__ import annotations

import json

import pytest

from pipeline.director.ledger import Ledger
from pipeline.queue import jobs
from pipeline.state import projects
from pipeline.state.errors import NotFound, SceneBusy
from pipeline.state.model import PREVIEW, now_ms
from pipeline.state.removing import remove_session
from pipeline.state.scenes import add_scene
from pipeline.sync.resync import resync_session

from ..conftest import draft


def count(db, table: str) -> int:
    return db.row(f"SELECT COUNT(*) AS n FROM {table}")["n"]


def last_told(db, session_id: str) -> dict:
    row = db.row("SELECT payload FROM outbox WHERE session_id = ? ORDER BY seq DESC LIMIT 1", (session_id,))
    return json.loads(row["payload"])


def test_all_of_it_is_forgotten_and_nothing_of_its_neighbour(db, session):
    neighbour = projects.create_session(db, session.project_id, title="Squares", format=PREVIEW)
    kept = add_scene(db, neighbour.id, draft("Kept"), author="agent")
    jobs.submit(db, add_scene(db, session.id, draft("Gone"), author="agent"), owner="ada", priority=0)
    Ledger(db).end(Ledger(db).begin("generate", "ada", {"prompt": "Circles"}, session.id), "done")

    remove_session(db, session.id)

    for table in ("jobs", "generations"):
        assert count(db, table) == 0
    assert [row["scene_id"] for row in db.rows("SELECT scene_id FROM scene_versions")] == [kept.id]
    assert [s.id for p in projects.list_projects(db, owner="ada") for s in p.sessions] == [neighbour.id]


def test_it_is_not_found_afterwards_nor_named_as_the_nearest(db, session):
    remove_session(db, session.id)

    for ask in (
        lambda: projects.get_session(db, session.id),
        lambda: projects.owner_of(db, session.id),
        lambda: add_scene(db, session.id, draft(), author="agent"),
        lambda: remove_session(db, session.id),
    ):
        with pytest.raises(NotFound) as refused:
            ask()
        assert session.id not in refused.value.fix


def test_a_project_is_listed_until_its_last_session_goes_and_before_its_first_comes(db, session):
    empty = projects.create_project(db, owner="ada", title="Not begun")

    remove_session(db, session.id)

    assert [project.id for project in projects.list_projects(db, owner="ada")] == [empty.id]


def test_a_lesson_file_does_not_continue_it(db, session):
    named = projects.create_session(
        db, session.project_id, title="Circles", format=PREVIEW, source_name="circles.md"
    )

    remove_session(db, named.id)

    assert projects.find_session(db, session.project_id, PREVIEW, "circles.md") is None


def test_its_end_is_the_last_that_readers_are_told_of_it(db, session):
    add_scene(db, session.id, draft("A secret"), author="agent")
    before = projects.get_session(db, session.id).seq

    remove_session(db, session.id)

    told = last_told(db, session.id)
    assert (told["removed"], told["sceneIds"], told["title"]) == (True, [], "")
    assert told["seq"] == before + 1


def test_a_resync_tells_its_end_once_more(db, session):
    remove_session(db, session.id)

    assert resync_session(db, session.id) == 1
    assert last_told(db, session.id)["removed"] is True


def test_of_a_session_that_is_there_no_end_is_told(db, session):
    add_scene(db, session.id, draft(), author="agent")

    assert "removed" not in last_told(db, session.id)


@pytest.mark.parametrize(("held_ms", "refused"), [(60_000, True), (-1, False)])
def test_while_a_model_works_on_it_it_stays(db, session, held_ms, refused):
    scene = add_scene(db, session.id, draft(), author="agent")
    Ledger(db).begin("generate", "ada", {}, session.id)
    with db.transaction() as tx:
        tx.execute("UPDATE generations SET leased_until = ?", (now_ms() + held_ms,))

    if not refused:
        remove_session(db, session.id)
        return
    with pytest.raises(SceneBusy, match="A model is working"):
        remove_session(db, session.id)
    assert db.row("SELECT id FROM scenes")["id"] == scene.id
