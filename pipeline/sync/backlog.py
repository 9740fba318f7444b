"""The outbox as a queue: one line per session, and only its head carries the state of trying again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.chunks import poster_key
from pipeline.narration.captions import cues
from pipeline.state.database import Database

__all__ = [
    "SUPERSEDED",
    "Batch",
    "due_sessions",
    "fail",
    "forget_sent",
    "head_batch",
    "mark_sent",
    "next_due_ms",
    "park_head",
    "park_session",
    "parked_sessions",
    "release",
]

SUPERSEDED = "told anew by a resync"

_MAX_BYTES = 512 * 1024

_HEADS = """
WITH heads AS (
    SELECT session_id, MIN(seq) AS seq FROM outbox
    WHERE sent_at IS NULL AND parked_at IS NULL GROUP BY session_id
)
SELECT outbox.session_id, outbox.next_at FROM heads JOIN outbox USING (session_id, seq)
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive updates of one kind, of one session, oldest first."""

    session_id: str
    kind: Literal["scene", "session"]
    ids: list[int]
    last_seq: int
    attempts: int
    """How often its head was tried in vain."""
    failing_since: int | None
    updates: list[dict[str, Any]]


def due_sessions(db: Database, now: int) -> list[str]:
    """The sessions with something to send, whose head may be tried now; who waits longest comes first."""
    rows = db.rows(f"{_HEADS} WHERE COALESCE(next_at, 0) <= ? ORDER BY outbox.id", (now,))
    return [row["session_id"] for row in rows]


def next_due_ms(db: Database) -> int | None:
    """When the next head may be tried; ``None``: nothing is open."""
    row = db.row(f"SELECT MIN(COALESCE(next_at, 0)) AS due FROM ({_HEADS})")  # noqa: S608
    return row["due"] if row else None


def head_batch(db: Database, session_id: str, limit: int, url_of: Callable[[str], str]) -> Batch | None:
    """What is to be sent next of a session: at most ``limit`` updates, and half a megabyte.

    ``url_of`` makes a URL of a chunk's key.
    """
    rows = db.rows(
        "SELECT * FROM outbox WHERE session_id = ? AND sent_at IS NULL AND parked_at IS NULL "
        "ORDER BY seq LIMIT ?",
        (session_id, limit),
    )
    if not rows:
        return None
    head, size = rows[0], 0
    project = _project(db, json.loads(head["payload"])["projectId"])
    batch = Batch(session_id, head["kind"], [], 0, head["attempts"], head["failed_at"], [])
    for row in rows:
        size += len(row["payload"])
        if row["kind"] != head["kind"] or (batch.ids and size > _MAX_BYTES):
            break
        batch.ids.append(row["id"])
        batch.updates.append(_update(db, json.loads(row["payload"]), project, url_of))
    last_seq = max(update["seq"] for update in batch.updates)
    return Batch(
        session_id, batch.kind, batch.ids, last_seq, batch.attempts, batch.failing_since, batch.updates
    )


def _update(
    db: Database,
    payload: dict[str, Any],
    project: dict[str, str] | None,
    url_of: Callable[[str], str],
) -> dict[str, Any]:
    if key := payload.get("videoUrl"):
        payload |= {"videoUrl": url_of(key)} | _beside(db, payload["sceneId"], key, url_of)
    return payload | ({"project": project} if project else {})


def _beside(db: Database, scene_id: str, key: str, url_of: Callable[[str], str]) -> dict[str, Any]:
    """What is known of a chunk: its picture, and its captions in milliseconds from its start."""
    row = db.row(
        "SELECT report FROM scene_versions WHERE scene_id = ? AND chunk_key = ? AND report IS NOT NULL "
        "ORDER BY version DESC LIMIT 1",
        (scene_id, key),
    )
    report: dict[str, Any] = json.loads(row["report"]) if row else {}
    return {
        "posterUrl": url_of(poster_key(key)) if report.get("poster") else None,
        "captions": [
            {
                "startMs": round(1000 * cue.start_s),
                "endMs": round(1000 * cue.end_s),
                "text": "\n".join(cue.lines),
            }
            for cue in cues(report.get("captions", []))
        ],
    }


def _project(db: Database, project_id: str) -> dict[str, str] | None:
    row = db.row("SELECT title, owner FROM projects WHERE id = ?", (project_id,))
    return {"title": row["title"], "owner": row["owner"]} if row else None


def mark_sent(db: Database, ids: Sequence[int], now: int) -> None:
    """These have arrived."""
    marks = ", ".join("?" * len(ids))
    with db.transaction() as tx:
        tx.execute(
            f"UPDATE outbox SET sent_at = ?, next_at = NULL, error = NULL WHERE id IN ({marks})",  # noqa: S608
            (now, *ids),
        )


def fail(db: Database, row_id: int, now: int, *, next_at: int, error: str) -> None:
    """The head didn't arrive: when to try again."""
    with db.transaction() as tx:
        tx.execute(
            "UPDATE outbox SET attempts = attempts + 1, failed_at = COALESCE(failed_at, ?), next_at = ?, "
            "error = ? WHERE id = ? AND sent_at IS NULL",
            (now, next_at, error, row_id),
        )


def park_head(db: Database, row_id: int, now: int, error: str) -> None:
    """Give one update up: the deployment will never take it as it is."""
    with db.transaction() as tx:
        tx.execute(
            "UPDATE outbox SET parked_at = ?, attempts = attempts + 1, error = ? WHERE id = ?",
            (now, error, row_id),
        )


def park_session(db: Database, session_id: str, now: int, error: str) -> int:
    """Give everything of a session up that is open. Returns how much that was."""
    with db.transaction() as tx:
        return tx.execute(
            "UPDATE outbox SET parked_at = ?, error = ? "
            "WHERE session_id = ? AND sent_at IS NULL AND parked_at IS NULL",
            (now, error, session_id),
        ).rowcount


def parked_sessions(db: Database) -> list[str]:
    """The sessions that have parked updates."""
    rows = db.rows(
        "SELECT DISTINCT session_id FROM outbox WHERE sent_at IS NULL AND parked_at IS NOT NULL ORDER BY 1"
    )
    return [row["session_id"] for row in rows]


def release(db: Database) -> None:
    """Try every open head at once, however long it was to wait."""
    with db.transaction() as tx:
        tx.execute("UPDATE outbox SET next_at = NULL WHERE sent_at IS NULL AND next_at IS NOT NULL")


def forget_sent(db: Database, before: int) -> int:
    """Delete what arrived before that time. Returns how much that was."""
    with db.transaction() as tx:
        return tx.execute("DELETE FROM outbox WHERE sent_at < ?", (before,)).rowcount
