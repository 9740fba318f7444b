"""The outbox as a queue: what is sent next, what waits until when, what was given up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.chunks import poster_key
from pipeline.state import scenes
from pipeline.state.versions import SceneDraft, get_version
from pipeline.sync import backlog

from .story import finish, new_session


@pytest.fixture
def session_id(db) -> str:
    return new_session(db)


def add(db, session_id: str, title: str = "Round") -> str:
    draft = SceneDraft(title, "code", "x = 1\n", digest=f"digest of {title}")
    return scenes.add_scene(db, session_id, draft, author="agent").id


def rows(db, session_id: str, columns: str) -> list[tuple[Any, ...]]:
    found = db.rows(f"SELECT {columns} FROM outbox WHERE session_id = ? ORDER BY seq", (session_id,))
    return [tuple(row) for row in found]


def set_rows(db, session_id: str, seq: int, **columns: Any) -> None:
    assigned = ", ".join(f"{name} = ?" for name in columns)
    with db.transaction() as tx:
        changed = tx.execute(
            f"UPDATE outbox SET {assigned} WHERE session_id = ? AND seq = ?",
            (*columns.values(), session_id, seq),
        )
        assert changed.rowcount == 1


def head(db, session_id: str, limit: int = 100):
    return backlog.head_batch(db, session_id, limit, lambda key: f"https://x/{key}")


def test_sessions_are_due_by_the_wait_of_their_head_and_the_longest_waiting_first(db, session_id):
    second, third = new_session(db, "Squares"), new_session(db, "Cubes")
    add(db, session_id)
    set_rows(db, second, 1, next_at=500)
    set_rows(db, session_id, 2, next_at=9999)  # not its head

    assert backlog.due_sessions(db, 499) == [session_id, third]
    assert backlog.due_sessions(db, 500) == [session_id, second, third]

    set_rows(db, session_id, 1, sent_at=1)
    assert backlog.due_sessions(db, 500) == [second, third]
    set_rows(db, session_id, 2, parked_at=1)
    set_rows(db, third, 1, sent_at=1)
    assert backlog.due_sessions(db, 10_000) == [second, session_id]


def test_the_next_head_is_due_when_the_first_of_them_is(db, session_id):
    second = new_session(db, "Squares")
    assert backlog.next_due_ms(db) == 0

    set_rows(db, session_id, 1, next_at=700)
    set_rows(db, second, 1, next_at=600)
    assert backlog.next_due_ms(db) == 600

    set_rows(db, second, 1, sent_at=1)
    assert backlog.next_due_ms(db) == 700
    set_rows(db, session_id, 1, parked_at=1)
    assert backlog.next_due_ms(db) is None


def test_a_batch_is_of_one_kind_in_order_and_of_one_session(db, session_id):
    add(db, session_id, "One")
    new_session(db, "Squares")
    set_rows(db, session_id, 1, attempts=3, failed_at=44)

    first = head(db, session_id)
    assert (first.session_id, first.kind, first.last_seq) == (session_id, "session", 1)
    assert (first.attempts, first.failing_since) == (3, 44)
    assert [update["seq"] for update in first.updates] == [1]

    backlog.mark_sent(db, first.ids, 5)
    second = head(db, session_id)
    assert (second.kind, second.last_seq, second.attempts, second.failing_since) == ("scene", 2, 0, None)
    assert [update["title"] for update in second.updates] == ["One"]

    for _ in range(2):
        backlog.mark_sent(db, head(db, session_id).ids, 5)
    assert head(db, session_id) is None


def test_a_batch_has_as_many_as_are_allowed_and_skips_what_was_parked(db, session_id):
    with db.transaction() as tx:
        tx.execute("UPDATE outbox SET sent_at = 1")
        tx.executemany(
            "INSERT INTO outbox (session_id, seq, kind, payload, created_at) VALUES (?, ?, 'scene', ?, 1)",
            [
                (session_id, n, json.dumps({"projectId": "prj_gone", "sceneId": "s", "seq": n}))
                for n in range(2, 8)
            ],
        )
    set_rows(db, session_id, 3, parked_at=1)

    batch = head(db, session_id, 3)

    assert [update["seq"] for update in batch.updates] == [2, 4, 5]
    assert batch.last_seq == 5
    assert batch.ids == [row["id"] for row in db.rows("SELECT id FROM outbox WHERE seq IN (2, 4, 5)")]
    assert "project" not in batch.updates[0], "of a project that is gone"


@pytest.mark.parametrize(("size", "fit"), [(262_144, 2), (262_145, 1), (600_000, 1)])
def test_a_batch_holds_half_a_megabyte_and_one_update_in_any_case(db, session_id, size, fit):
    payload = json.dumps({"projectId": "prj_gone", "seq": 9, "title": ""})
    payload = payload.replace('""', f'"{"x" * (size - len(payload))}"')
    assert len(payload) == size
    with db.transaction() as tx:
        tx.execute("UPDATE outbox SET sent_at = 1")
        tx.executemany(
            "INSERT INTO outbox (session_id, seq, kind, payload, created_at) VALUES (?, ?, 'scene', ?, 1)",
            [(session_id, n, payload) for n in (2, 3, 4)],
        )

    assert len(head(db, session_id).ids) == fit


def test_an_update_names_its_project_and_a_scene_without_a_chunk_has_nothing_beside(db, session_id):
    add(db, session_id)
    set_rows(db, session_id, 1, sent_at=1)

    (update,) = head(db, session_id).updates

    assert update["project"] == {"title": "Circles", "owner": "ada"}
    assert update["videoUrl"] is None
    assert not {"posterUrl", "captions"} & update.keys()


@pytest.mark.parametrize(("frames", "posed"), [(30, True), (31, False)])
def test_a_chunk_is_told_by_its_address_its_picture_and_its_captions(db, session_id, frames, posed):
    scene_id = add(db, session_id, "Why")
    finish_now(db, scene_id, frames)
    key = get_version(db, scene_id, 1).chunk_key

    update = last_update(db, session_id)

    assert update["videoUrl"] == f"https://x/{key}"
    assert update["posterUrl"] == (f"https://x/{poster_key(key)}" if posed else None)
    assert update["captions"] == [{"startMs": 0, "endMs": 2000, "text": "Why"}]


def test_what_is_known_of_a_chunk_is_what_its_newest_version_says(db, session_id):
    scene_id, other = add(db, session_id, "Why"), add(db, session_id, "Other")
    finish_now(db, scene_id, 30)
    scenes.edit_scene(
        db, scene_id, SceneDraft("Why", "code", "2\n", digest="d"), base_version=1, author="agent", change=""
    )
    scenes.revert_scene(db, scene_id, to_version=1, author="agent")
    said = "The circle rolls along the line and draws a curve of its own."
    caption = {"start_s": 2.0004, "end_s": 9.4996, "text": said}
    with db.transaction() as tx:
        tx.execute(
            "UPDATE scene_versions SET report = ? WHERE scene_id = ? AND version = 3",
            (json.dumps({"captions": [caption]}), scene_id),
        )
        tx.execute(
            "UPDATE scene_versions SET report = '{\"poster\": true}', chunk_key = "
            "(SELECT chunk_key FROM scene_versions WHERE scene_id = ? LIMIT 1) WHERE scene_id = ?",
            (scene_id, other),
        )

    update = last_update(db, session_id)
    assert update["posterUrl"] is None
    (cue,) = update["captions"]
    assert (cue["startMs"], cue["endMs"]) == (2000, 9500)
    assert cue["text"].splitlines() == said.replace(" line ", " line\n").split("\n")

    with db.transaction() as tx:
        tx.execute("UPDATE scene_versions SET report = NULL WHERE scene_id = ?", (scene_id,))
    assert last_update(db, session_id) == update | {"captions": []}


def finish_now(db, scene_id: str, frames: int) -> None:
    with db.transaction() as tx:
        tx.execute("UPDATE scenes SET status = 'uploading' WHERE id = ?", (scene_id,))
    finish(db, scenes.get_scene(db, scene_id), frames=frames)


def last_update(db, session_id: str) -> dict[str, Any]:
    (last,) = db.row("SELECT MAX(seq) FROM outbox WHERE kind = 'scene' AND session_id = ?", (session_id,))
    with db.transaction() as tx:
        tx.execute(
            "UPDATE outbox SET sent_at = CASE WHEN seq < ? THEN 1 END WHERE session_id = ?",
            (last, session_id),
        )
    return head(db, session_id, 1).updates[0]


def test_what_arrived_is_marked_with_its_time_and_its_failures_are_forgotten(db, session_id):
    add(db, session_id)
    for seq in (1, 2, 3):
        set_rows(db, session_id, seq, next_at=4, error="lost", attempts=2)
    ids = [row[0] for row in rows(db, session_id, "id")]

    backlog.mark_sent(db, ids[:2], 77)

    assert rows(db, session_id, "sent_at, next_at, error, attempts") == [
        (77, None, None, 2),
        (77, None, None, 2),
        (None, 4, "lost", 2),
    ]


def test_a_failure_counts_and_remembers_when_it_began(db, session_id):
    add(db, session_id)
    ids = [row[0] for row in rows(db, session_id, "id")]
    backlog.mark_sent(db, ids[1:2], 77)

    backlog.fail(db, ids[0], 100, next_at=150, error="lost")
    backlog.fail(db, ids[0], 200, next_at=260, error="away")
    backlog.fail(db, ids[1], 200, next_at=260, error="it had arrived")

    assert rows(db, session_id, "attempts, failed_at, next_at, error") == [
        (2, 100, 260, "away"),
        (0, None, None, None),
        (0, None, None, None),
    ]


def test_one_update_is_given_up_alone_and_a_session_whole(db, session_id):
    other = new_session(db, "Squares")
    add(db, session_id)
    add(db, session_id)
    ids = [row[0] for row in rows(db, session_id, "id")]
    backlog.mark_sent(db, ids[:1], 77)

    backlog.park_head(db, ids[1], 100, "refused")
    assert backlog.parked_sessions(db) == [session_id]
    assert backlog.park_session(db, session_id, 200, "a day") == len(ids) - 2

    assert rows(db, session_id, "sent_at, parked_at, attempts, error") == [
        (77, None, 0, None),
        (None, 100, 1, "refused"),
        *[(None, 200, 0, "a day")] * (len(ids) - 2),
    ]
    assert rows(db, other, "parked_at, attempts, error") == [(None, 0, None)]
    assert backlog.park_session(db, other, 300, "a day") == 1
    assert backlog.parked_sessions(db) == sorted([session_id, other])
    backlog.mark_sent(db, [row[0] for row in rows(db, other, "id")], 400)
    assert backlog.parked_sessions(db) == [session_id]


def test_waits_are_over_for_what_is_open_alone(db, session_id):
    add(db, session_id)
    set_rows(db, session_id, 1, sent_at=1, next_at=9)
    set_rows(db, session_id, 2, next_at=9)

    backlog.release(db)

    assert rows(db, session_id, "next_at") == [(9,), (None,), (None,)]


def test_what_arrived_before_a_time_is_forgotten(db, session_id):
    add(db, session_id)
    set_rows(db, session_id, 1, sent_at=99)
    set_rows(db, session_id, 2, sent_at=100)

    assert backlog.forget_sent(db, 100) == 1

    assert rows(db, session_id, "seq") == [(2,), (3,)]
