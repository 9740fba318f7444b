"""What those who wait are told: the place in the queue, the frames drawn, the time to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from pipeline.state.database import Database, Row
from pipeline.state.model import now_ms
from pipeline.state.writing import Writing, find_writing

__all__ = ["SceneJob", "open_jobs"]

_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class SceneJob:
    """A job as readers see it: progress in frames, place in the queue (0 is next)."""

    id: str
    scene_id: str
    status: str
    done: int
    total: int | None
    position: int | None
    expected_s: float | None = None
    """Seconds until it is done, from how long the last jobs of its kind took; None: none has ended yet."""
    writing: Writing | None = None
    """Set where no render has the scene yet: a model writes it."""


def open_jobs(db: Database, session_id: str) -> dict[str, SceneJob]:
    """Scene id → its open job, with the place in the whole queue; of scenes being written, what that cost."""
    written = {
        scene_id: SceneJob(found.generation_id, scene_id, "writing", 0, None, None, writing=found)
        for scene_id, found in find_writing(db, session_id).items()
    }
    return written | _open_jobs(db, session_id)


def _open_jobs(db: Database, session_id: str) -> dict[str, SceneJob]:
    rows = db.rows(
        "SELECT * FROM jobs WHERE session_id = ? AND status IN ('waiting', 'leased')",
        (session_id,),
    )
    if not rows:
        return {}
    places = _places(db, session_id) if any(row["status"] == "waiting" for row in rows) else {}
    (at_work,) = db.rows("SELECT COUNT(*) FROM jobs WHERE status = 'leased'")[0]
    usual = {priority: _usual_ms(db, priority) for priority in {row["priority"] for row in rows}}
    return {
        row["scene_id"]: SceneJob(
            row["id"],
            row["scene_id"],
            row["status"],
            row["done"],
            row["total"],
            places.get(row["id"]),
            _expected_s(row, usual[row["priority"]], places.get(row["id"]), max(1, at_work)),
        )
        for row in rows
    }


def _expected_s(row: Row, usual_ms: float | None, place: int | None, at_work: int) -> float | None:
    """Of one job: what is left of it, or of those before it and then its own.

    Whoever waits does so because everybody is busy: as many as are at work now will be.
    """
    if usual_ms is None:
        return None
    if place is None:
        return max(0.0, usual_ms - (now_ms() - row["started_at"])) / 1000
    return usual_ms * ((place + 0.5) / at_work + 1) / 1000


def _usual_ms(db: Database, priority: int) -> float | None:
    """The median of how long the last jobs of a priority took, from being taken to being ready."""
    rows = db.rows(
        "SELECT ended_at - started_at AS took FROM jobs WHERE status = 'done' AND priority = ? "
        "AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT ?",
        (priority, _REMEMBERED),
    )
    return median(row["took"] for row in rows) if rows else None


def _places(db: Database, session_id: str) -> dict[str, int]:
    """Job id → how many will be taken before it, for a session's waiting jobs.

    Owners take turns, as they do when jobs are taken; the whole queue is read once.
    """
    rows = db.rows(
        """
        WITH owners AS MATERIALIZED (
            SELECT owner,
                (SELECT COUNT(*) FROM jobs WHERE status = 'leased' AND owner = waiting.owner) AS busy,
                COALESCE((
                    SELECT MAX(started_at) FROM jobs WHERE owner = waiting.owner AND started_at IS NOT NULL
                ), 0) AS served_at
            FROM (SELECT DISTINCT owner FROM jobs WHERE status = 'waiting') AS waiting
        )
        SELECT id, place FROM (
            SELECT id, session_id,
                RANK() OVER (ORDER BY priority DESC, turn, served_at, run_at, id) - 1 AS place
            FROM (
                SELECT jobs.*, served_at, busy + ROW_NUMBER() OVER (
                    PARTITION BY jobs.owner, priority ORDER BY run_at, id
                ) AS turn FROM jobs JOIN owners ON owners.owner = jobs.owner WHERE status = 'waiting'
            )
        ) WHERE session_id = ?
        """,
        (session_id,),
    )
    return {row["id"]: row["place"] for row in rows}
