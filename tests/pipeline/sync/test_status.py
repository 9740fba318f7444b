"""How far behind the deployment is, and what a resync queues to close it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.state import projects, scenes
from pipeline.state.errors import NotFound
from pipeline.state.model import PREVIEW
from pipeline.state.versions import SceneDraft
from pipeline.sync import status
from pipeline.sync.backlog import SUPERSEDED, park_session
from pipeline.sync.resync import resync_all, resync_project, resync_session
from pipeline.sync.status import SyncStatus, numbers, sync_status

from .story import new_session

NOW = 5_000_000


@pytest.fixture
def session_id(db, monkeypatch) -> str:
    monkeypatch.setattr(status, "now_ms", lambda: NOW)
    return new_session(db)


def add(db, session_id: str, title: str) -> str:
    draft = SceneDraft(title, "code", "x = 1\n", digest="d")
    return scenes.add_scene(db, session_id, draft, author="agent").id


def set_rows(db, session_id: str, seq: int, **columns: Any) -> None:
    assigned = ", ".join(f"{name} = ?" for name in columns)
    with db.transaction() as tx:
        tx.execute(
            f"UPDATE outbox SET {assigned} WHERE session_id = ? AND seq = ?",
            (*columns.values(), session_id, seq),
        )


def test_a_database_of_nothing_is_not_behind(db, session_id):
    with db.transaction() as tx:
        tx.execute("DELETE FROM outbox")

    nothing = SyncStatus(
        open=0, lag_s=0.0, failing=0, parked=0, parked_sessions=[], error="", last_sent_at=None
    )
    assert sync_status(db) == nothing
    assert nothing.ok
    assert nothing.as_dict() == {
        "open": 0,
        "lag_s": 0.0,
        "failing": 0,
        "parked": 0,
        "parked_sessions": [],
        "error": "",
        "last_sent_at": None,
        "ok": True,
    }


def test_the_outbox_in_numbers(db, session_id):
    second, third = new_session(db, "Squares"), new_session(db, "Cubes")
    add(db, session_id, "A")
    set_rows(db, session_id, 1, created_at=1, sent_at=300, attempts=1)
    set_rows(db, session_id, 2, created_at=NOW - 2500, attempts=1, next_at=10, error="lost")
    set_rows(db, session_id, 3, created_at=NOW - 1000, attempts=1)
    set_rows(db, second, 1, created_at=2, attempts=1, parked_at=20, error="refused")
    set_rows(db, third, 1, created_at=NOW - 100)

    assert sync_status(db) == SyncStatus(
        open=3,
        lag_s=2.5,
        failing=1,
        parked=1,
        parked_sessions=[second],
        error="refused",
        last_sent_at=300,
    )
    assert not sync_status(db).ok
    assert sync_status(db).as_dict()["ok"] is False
    assert numbers(db) == {
        "sync_updates": {"open": 3, "parked": 1},
        "sync_sessions": {"failing": 1, "parked": 1},
        "sync_lag_seconds": {"oldest": 2.5},
    }


def test_the_latest_error_and_the_last_arrival_are_told(db, session_id):
    second = new_session(db, "Squares")
    set_rows(db, session_id, 1, next_at=30, error="lost")
    set_rows(db, second, 1, parked_at=20, error="refused")
    assert sync_status(db).error == "lost"

    set_rows(db, session_id, 1, sent_at=900)
    set_rows(db, second, 1, sent_at=800)
    told = sync_status(db)
    assert (told.error, told.last_sent_at) == ("", 800)


def test_a_clock_that_was_set_back_makes_no_negative_lag(db, session_id):
    set_rows(db, session_id, 1, created_at=NOW + 60_000)

    assert sync_status(db).lag_s == 0


def waiting(db, session_id: str) -> list[tuple[str, int | None, Any]]:
    """What is to be sent: kind, version, scene id or the list of them."""
    rows = db.rows(
        "SELECT kind, payload FROM outbox WHERE session_id = ? AND sent_at IS NULL ORDER BY seq",
        (session_id,),
    )
    told = [(row["kind"], json.loads(row["payload"])) for row in rows]
    return [(kind, one.get("version"), one.get("sceneId") or one.get("sceneIds")) for kind, one in told]


def test_a_resync_queues_each_scene_before_its_past_and_the_session_last(db, session_id):
    first, second = add(db, session_id, "A"), add(db, session_id, "B")
    scenes.edit_scene(
        db, second, SceneDraft("B", "code", "2\n", digest="e"), base_version=1, author="agent", change=""
    )
    scenes.add_scene(db, session_id, SceneDraft("0", "code", "0\n", digest="f"), index=0, author="agent")
    opening = scenes.list_scenes(db, session_id)[0].id

    assert resync_session(db, session_id) == 5

    assert waiting(db, session_id) == [
        ("scene", 1, opening),
        ("scene", 1, first),
        ("scene", 2, second),
        ("scene", 1, second),
        ("session", None, [opening, first, second]),
    ]


def test_a_resync_supersedes_what_waited_or_was_parked_and_leaves_what_has_arrived(db, session_id):
    other = new_session(db, "Squares")
    add(db, session_id, "A")
    set_rows(db, session_id, 1, sent_at=7)
    set_rows(db, session_id, 2, next_at=9, error="lost")
    set_rows(db, session_id, 3, next_at=9)
    park_session(db, session_id, 5, "a day")

    assert resync_session(db, session_id) == 2

    old = db.rows(
        "SELECT sent_at, parked_at, next_at, error FROM outbox WHERE session_id = ? AND seq <= 3",
        (session_id,),
    )
    assert tuple(old[0]) == (7, None, None, None)
    assert [tuple(row)[1:] for row in old[1:]] == [(None, None, SUPERSEDED)] * 2
    assert all(row["sent_at"] > 1_000_000_000_000 for row in old[1:])
    assert len(waiting(db, other)) == 1
    assert sync_status(db).ok


def test_a_project_and_everything_are_their_sessions(db, session_id):
    project_id = projects.get_session(db, session_id).project_id
    sibling = projects.create_session(db, project_id, title="Arcs", format=PREVIEW).id
    other = new_session(db, "Squares")
    add(db, sibling, "A")

    assert resync_project(db, project_id) == 3
    assert [len(waiting(db, one)) for one in (session_id, sibling, other)] == [1, 2, 1]
    assert db.row("SELECT MAX(seq) FROM outbox WHERE session_id = ?", (other,))[0] == 1

    assert resync_all(db) == 4
    assert db.row("SELECT MAX(seq) FROM outbox WHERE session_id = ?", (other,))[0] == 2


def test_a_resync_of_what_does_not_exist_is_said(db):
    with pytest.raises(NotFound) as session:
        resync_session(db, "ses_missing")
    with pytest.raises(NotFound) as project:
        resync_project(db, "prj_missing")

    assert str(session.value) == "There is no session 'ses_missing'. The studio lists the sessions."
    assert str(project.value) == "There is no project 'prj_missing'. The studio lists the projects."
