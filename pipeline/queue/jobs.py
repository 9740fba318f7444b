"""The table of jobs: at-least-once delivery with leases, one job per (scene, version).

A worker leases a job, keeps the lease alive, and completes or fails it. Whoever finds a lease that has
run out, or whose process is gone from this machine, puts the job back; after ``MAX_ATTEMPTS``
deliveries it is parked and its scene says why.
"""

from __future__ import annotations

import json
import os
import random
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.correlation import correlation_id
from pipeline.observing.traces import traceparent
from pipeline.state.database import Database, Row, Transaction
from pipeline.state.model import Scene, SceneStatus, new_id, now_ms
from pipeline.state.transitions import IN_FLIGHT, advance, refresh_session

__all__ = [
    "LEASE_MS",
    "MAX_ATTEMPTS",
    "PRIORITY",
    "LeasedJob",
    "cancel",
    "complete",
    "fail",
    "heartbeat",
    "is_gone",
    "is_wanted",
    "lease",
    "reclaim",
    "release",
    "report_progress",
    "retry_later",
    "submit",
    "worker_name",
]

MAX_ATTEMPTS = 3
LEASE_MS = 30_000
PRIORITY = {"preview": 10, "final": 0}

_PATIENT = "/patient"

Ending = Literal["done", "failed", "cancelled", "parked"]


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """A job that this worker has for now."""

    id: str
    scene_id: str
    session_id: str
    version: int
    attempts: int
    correlation_id: str = ""
    traceparent: str = ""
    waited_ms: int = 0
    """Since it might have run."""


def submit(db: Database, scene: Scene, *, owner: str, priority: int = 0) -> str:
    """Ask for a scene's current version to be rendered. Asking twice gives the same job.

    Returns the job's id. A job of this version that ended badly is opened again.
    """
    now = now_ms()
    with db.transaction() as tx:
        row = tx.execute(
            """
            INSERT INTO jobs (id, scene_id, session_id, version, owner, priority, correlation_id, traceparent,
                run_at, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (scene_id, version) DO UPDATE SET
                status = CASE WHEN status IN ('waiting', 'leased') THEN status ELSE 'waiting' END,
                attempts = CASE WHEN status IN ('waiting', 'leased') THEN attempts ELSE 0 END,
                priority = MAX(priority, excluded.priority), correlation_id = excluded.correlation_id,
                traceparent = excluded.traceparent, run_at = MIN(run_at, excluded.run_at),
                updated_at = excluded.updated_at
            RETURNING id
            """,
            (
                new_id("job"),
                scene.id,
                scene.session_id,
                scene.version,
                owner,
                priority,
                correlation_id(),
                traceparent(),
                now,
                now,
                now,
            ),
        ).fetchone()
        refresh_session(tx, scene.session_id)
        tx.changed_sessions.add(scene.session_id)
    return str(row["id"])


_NEXT = """
WITH RECURSIVE owners (owner) AS (
    SELECT MIN(owner) FROM jobs WHERE status = 'waiting'
    UNION ALL
    SELECT (SELECT MIN(owner) FROM jobs WHERE status = 'waiting' AND owner > owners.owner)
    FROM owners WHERE owners.owner IS NOT NULL
), heads AS (
    SELECT (
        SELECT id FROM jobs WHERE status = 'waiting' AND owner = owners.owner AND run_at <= :now
        ORDER BY priority DESC, run_at LIMIT 1
    ) AS id, (SELECT COUNT(*) FROM jobs WHERE status = 'leased' AND owner = owners.owner) AS busy,
        COALESCE((SELECT MAX(started_at) FROM jobs WHERE owner = owners.owner AND started_at IS NOT NULL), 0)
        AS served_at
    FROM owners WHERE owners.owner IS NOT NULL
)
SELECT jobs.id FROM heads JOIN jobs ON jobs.id = heads.id
ORDER BY jobs.priority DESC, heads.busy, heads.served_at, jobs.run_at, jobs.id LIMIT 1
"""
"""The head of each owner's line; among those, previews first, then whoever has least under way, then whose
last turn was longest ago: with one slot nobody has anything under way when it is free."""


def lease(db: Database, worker: str) -> LeasedJob | None:
    """The next job that may run, leased to ``worker``; ``None`` when nothing waits."""
    now = now_ms()
    with db.transaction() as tx:
        found = tx.execute(_NEXT, {"now": now}).fetchone()
        if found is None:
            return None
        row = tx.execute(
            """
            UPDATE jobs SET status = 'leased', leased_by = ?, leased_until = ?, attempts = attempts + 1,
                done = 0, started_at = ?, updated_at = ? WHERE id = ? AND status = 'waiting' RETURNING *
            """,
            (worker, now + LEASE_MS, now, now, found["id"]),
        ).fetchone()
    return _leased(row)


def heartbeat(db: Database, worker: str, job_ids: list[str]) -> set[str]:
    """Keep the leases on ``job_ids`` alive. Returns those that this worker still has.

    What is missing from the answer was cancelled or given to somebody else: stop working on it.
    """
    if not job_ids:
        return set()
    now = now_ms()
    with db.transaction() as tx:
        rows = tx.execute(
            f"""
            UPDATE jobs SET leased_until = ? WHERE leased_by = ? AND status = 'leased'
            AND id IN ({", ".join("?" * len(job_ids))}) RETURNING id
            """,  # noqa: S608  # only question marks are inserted
            (now + LEASE_MS, worker, *job_ids),
        ).fetchall()
    return {row["id"] for row in rows}


def report_progress(db: Database, job: LeasedJob, *, done: int, total: int | None) -> None:
    """Note how many frames are drawn."""
    with db.transaction() as tx:
        tx.execute("UPDATE jobs SET done = ?, total = ? WHERE id = ?", (done, total, job.id))
        tx.changed_sessions.add(job.session_id)


def complete(db: Database, job: LeasedJob) -> None:
    """The job's scene is ready."""
    _end(db, job, "done", None)


def fail(db: Database, job: LeasedJob, error: dict[str, Any], *, status: Ending = "failed") -> None:
    """End a job for good and put its scene into ``error`` with what a person can act on."""
    with db.transaction() as tx:
        _fail_scene(tx, job.scene_id, job.version, error)
        _end(db, job, status, error)


def release(db: Database, job: LeasedJob) -> None:
    """Give a leased job back as if it had never been taken: the worker stops, the scene didn't fail."""
    with db.transaction() as tx:
        _requeue_scene(tx, job.scene_id, job.version)
        tx.execute(
            "UPDATE jobs SET status = 'waiting', leased_by = NULL, attempts = attempts - 1, updated_at = ? "
            "WHERE id = ? AND status = 'leased'",
            (now_ms(), job.id),
        )
        refresh_session(tx, job.session_id)


def retry_later(db: Database, job: LeasedJob, error: dict[str, Any]) -> bool:
    """Put a job back after a failure that is not the scene's; park it after the last attempt.

    Waits 1 s, 2 s, 4 s …, each times a random factor between 0.5 and 1.5. Returns whether it will
    be tried again.
    """
    if job.attempts >= MAX_ATTEMPTS:
        fail(db, job, error, status="parked")
        return False
    delay = 1000 * 2 ** (job.attempts - 1) * random.uniform(0.5, 1.5)  # noqa: S311
    with db.transaction() as tx:
        _requeue_scene(tx, job.scene_id, job.version)
        tx.execute(
            "UPDATE jobs SET status = 'waiting', leased_by = NULL, run_at = ?, error = ?, updated_at = ? "
            "WHERE id = ?",
            (now_ms() + int(delay), json.dumps(error), now_ms(), job.id),
        )
        refresh_session(tx, job.session_id)
    return True


def cancel(db: Database, session_id: str, scene_id: str | None = None) -> int:
    """End every open job of a session, or of one of its scenes. Returns how many there were.

    A worker that has one notices at its next heartbeat and stops.
    """
    error = {
        "code": "cancelled",
        "message": "The render was cancelled.",
        "fix": "Render again when you want it.",
    }
    with db.transaction() as tx:
        rows = tx.execute(
            "UPDATE jobs SET status = 'cancelled', updated_at = ? WHERE session_id = ? "
            "AND (? IS NULL OR scene_id = ?) AND status IN ('waiting', 'leased') RETURNING scene_id, version",
            (now_ms(), session_id, scene_id, scene_id),
        ).fetchall()
        for row in rows:
            _fail_scene(tx, row["scene_id"], row["version"], error, only=IN_FLIGHT)
        refresh_session(tx, session_id)
        tx.changed_sessions.add(session_id)
    return len(rows)


def reclaim(db: Database) -> int:
    """Put back every job whose worker is gone. Returns how many."""
    now = now_ms()
    gone = [
        row
        for row in db.rows("SELECT * FROM jobs WHERE status = 'leased'")
        if row["leased_until"] < now or is_gone(row["leased_by"])
    ]
    if not gone:
        return 0
    with db.transaction() as tx:
        for row in gone:
            _put_back(tx, db, row)
    return len(gone)


def is_wanted(db: Database, scene_id: str, version: str) -> bool:
    """Whether a version's job is open; also True for scenes that this database has never had."""
    row = db.row(
        "SELECT jobs.status FROM scenes LEFT JOIN jobs ON scene_id = scenes.id AND jobs.version = ? "
        "WHERE scenes.id = ?",
        (int(version), scene_id),
    )
    return row is None or row["status"] in ("waiting", "leased")


def worker_name(*, patient: bool = False) -> str:
    """A name for a worker of this process that tells later whether the process still lives.

    ``patient``: the work is done elsewhere and goes on when this process dies.
    """
    kind = _PATIENT if patient else "/0"
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}{kind}"


def _put_back(tx: Transaction, db: Database, row: Row) -> None:
    job = _leased(row)
    if row["leased_by"].endswith(_PATIENT):
        # Only who waited for the work is gone; the work itself goes on and is found again.
        release(db, job)
        return
    if job.attempts >= MAX_ATTEMPTS:
        error = {
            "code": "worker_died",
            "message": f"The worker died {job.attempts} times while it rendered this scene.",
            "fix": "Look for what uses up memory or time in the scene, then retry it.",
        }
        fail(db, job, error, status="parked")
        return
    _requeue_scene(tx, job.scene_id, job.version)
    tx.execute(
        "UPDATE jobs SET status = 'waiting', leased_by = NULL, run_at = ?, updated_at = ? WHERE id = ?",
        (now_ms(), now_ms(), job.id),
    )
    refresh_session(tx, job.session_id)


def _leased(row: Row) -> LeasedJob:
    return LeasedJob(
        row["id"],
        row["scene_id"],
        row["session_id"],
        row["version"],
        row["attempts"],
        row["correlation_id"],
        row["traceparent"],
        now_ms() - row["run_at"],
    )


def _requeue_scene(tx: Transaction, scene_id: str, version: int) -> None:
    row = tx.execute("SELECT status, version FROM scenes WHERE id = ?", (scene_id,)).fetchone()
    if row and row["version"] == version and row["status"] in IN_FLIGHT:
        advance(tx, scene_id, SceneStatus.QUEUED, version=version)


def _fail_scene(
    tx: Transaction,
    scene_id: str,
    version: int,
    error: dict[str, Any],
    *,
    only: tuple[SceneStatus, ...] = (*IN_FLIGHT, SceneStatus.QUEUED),
) -> None:
    row = tx.execute("SELECT status, version FROM scenes WHERE id = ?", (scene_id,)).fetchone()
    if row and row["version"] == version and row["status"] in only:
        advance(tx, scene_id, SceneStatus.ERROR, version=version, error=error)


def _end(db: Database, job: LeasedJob, status: Ending, error: dict[str, Any] | None) -> None:
    with db.transaction() as tx:
        tx.execute(
            "UPDATE jobs SET status = ?, error = ?, leased_by = NULL, ended_at = ?, updated_at = ? "
            "WHERE id = ? AND status = 'leased'",
            (status, json.dumps(error) if error else None, now_ms(), now_ms(), job.id),
        )
        refresh_session(tx, job.session_id)


def _started(pid: int) -> str:
    # Field 22 of /proc/PID/stat, behind the name in parentheses: a pid alone may be used again.
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "0"


def is_gone(worker: str) -> bool:
    """Whether a worker's process has ended; False where that cannot be seen from here."""
    host, pid, started, _slot = worker.rsplit("/", 3)
    if host != socket.gethostname():
        return False
    if started == "0":
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False
    return _started(int(pid)) != started
