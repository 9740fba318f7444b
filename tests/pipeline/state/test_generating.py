"""What whoever watches a session is told of the director's work on it."""

from __future__ import annotations

import pytest

from pipeline.director.ledger import Ledger, Spent
from pipeline.state import generating
from pipeline.state.generating import SessionGeneration, announce_generation, find_generation
from pipeline.state.model import PREVIEW, SessionStatus
from pipeline.state.projects import create_session, get_session
from pipeline.state.scenes import add_scene

from ..conftest import draft


@pytest.fixture
def ledger(db) -> Ledger:
    return Ledger(db)


def touch(db, table: str, key: str, at: int) -> None:
    with db.transaction() as tx:
        tx.execute(f"UPDATE {table} SET updated_at = ? WHERE id = ?", (at, key))


def test_a_session_that_no_model_was_asked_for_has_no_generation(db, session):
    assert find_generation(db, session.id) is None


def test_a_generation_is_told_with_what_its_answers_have_cost(db, session, ledger):
    made = ledger.begin("edit", "ada", {}, session.id)
    ledger.append(made, "plan", 0, "user", "go", Spent(1, 9, 9, 9, 9, 9.0))
    ledger.append(made, "plan", 1, "assistant", [], Spent(1, 1000, 200, 30, 4, 0.5))
    ledger.append(made, "scene:0", 0, "assistant", [], Spent(1, 10_000, 0, 0, 0, 0.25))

    assert find_generation(db, session.id) == SessionGeneration(
        made, "edit", "running", None, 2, 11_234, 0.75
    )


def test_without_prices_and_answers_there_are_no_costs(db, session, ledger):
    made = ledger.begin("generate", "ada", {}, session.id)

    assert find_generation(db, session.id) == SessionGeneration(made, "generate", "running", None, 0, 0, None)


def test_the_newest_generation_of_the_session_is_told(db, session, ledger):
    other = create_session(db, session.project_id, title="Other", format=PREVIEW)
    ledger.begin("generate", "ada", {}, session.id)
    newest = ledger.begin("edit", "ada", {}, session.id)
    ledger.begin("generate", "ada", {}, other.id)

    assert find_generation(db, session.id).id == newest


@pytest.mark.parametrize(("scene_at", "told"), [(100, True), (99, True), (101, False)])
def test_why_it_failed_is_told_until_a_scene_has_changed_since(db, session, ledger, scene_at, told):
    scene = add_scene(db, session.id, draft(), author="director")
    elsewhere = create_session(db, session.project_id, title="Other", format=PREVIEW)
    other = add_scene(db, elsewhere.id, draft(), author="director")
    made = ledger.begin("generate", "ada", {}, session.id)
    ledger.end(made, "failed", {"code": "no_key", "message": "No key."})
    touch(db, "generations", made, 100)
    touch(db, "scenes", scene.id, scene_at)
    touch(db, "scenes", other.id, 1000)

    found = find_generation(db, session.id)

    assert found.status == "failed"
    assert found.error == ({"code": "no_key", "message": "No key."} if told else None)


def test_a_session_without_scenes_is_what_its_newest_generation_makes_of_it(db, session, ledger):
    other = create_session(db, session.project_id, title="Other", format=PREVIEW)
    seen = []
    for end in ("failed", "cancelled", "done"):
        made = ledger.begin("generate", "ada", {}, session.id)
        ledger.begin("generate", "ada", {}, other.id)
        seen.append(get_session(db, session.id).status)
        ledger.end(made, end)
        seen.append(get_session(db, session.id).status)

    working, idle = SessionStatus.GENERATING, SessionStatus.IDLE
    assert seen == [working, SessionStatus.ERROR, working, idle, working, idle]


def test_a_generation_is_announced_even_where_the_status_stays(db, session, three_scenes):
    before = get_session(db, session.id)

    with db.transaction() as tx:
        announce_generation(tx, session.id)
        announce_generation(tx, None)

    after = get_session(db, session.id)
    assert (after.status, after.seq) == (before.status, before.seq + 1)
    assert generating.find_generation(db, session.id) is None
