"""The state machine of a scene, and the one place that changes a status.

::

    queued → generating_code → rendering → uploading → ready
       ↑           │               │            │        │
       │           └───────────────┴────────────┴──→ error
       └── an edit or a retry (from ready, error), a worker that died (from any of the middle three)

``queued → ready`` is the short way of a scene whose chunk exists already: an unchanged scene, or a
revert. ``generating_code`` is a scene whose code is being made: by the director's model, which may take
many versions (:mod:`pipeline.state.writing`), or by a render's first step. A transition is one
``UPDATE … WHERE status IN (…) AND version = ?``; the session's status and the frame ranges follow in the
same transaction.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.state import outbox
from pipeline.state.database import Transaction
from pipeline.state.errors import ForbiddenTransition, NotFound, StaleVersion
from pipeline.state.model import SceneStatus, SessionStatus, now_ms

__all__ = ["ARROWS", "IN_FLIGHT", "advance", "refresh_ranges", "refresh_session", "show_chunk"]

IN_FLIGHT = (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING)

ARROWS: dict[SceneStatus, frozenset[SceneStatus]] = {
    SceneStatus.QUEUED: frozenset({SceneStatus.GENERATING_CODE, SceneStatus.READY, SceneStatus.ERROR}),
    SceneStatus.GENERATING_CODE: frozenset({SceneStatus.RENDERING, SceneStatus.ERROR, SceneStatus.QUEUED}),
    SceneStatus.RENDERING: frozenset({SceneStatus.UPLOADING, SceneStatus.ERROR, SceneStatus.QUEUED}),
    SceneStatus.UPLOADING: frozenset({SceneStatus.READY, SceneStatus.ERROR, SceneStatus.QUEUED}),
    SceneStatus.READY: frozenset({SceneStatus.QUEUED}),
    SceneStatus.ERROR: frozenset({SceneStatus.QUEUED}),
}


def advance(
    tx: Transaction,
    scene_id: str,
    to: SceneStatus,
    *,
    version: int,
    error: dict[str, Any] | None = None,
    frames: int | None = None,
) -> None:
    """Move one version of a scene along an arrow of the machine.

    ``frames`` is the counted length of the new chunk when ``to`` is ``ready``.

    Raises:
        NotFound: there is no such scene.
        StaleVersion: the scene has another version by now.
        ForbiddenTransition: no arrow leads from the scene's status to ``to``.
    """
    sources = [status for status, targets in ARROWS.items() if to in targets]
    now = now_ms()
    marks = ", ".join("?" * len(sources))
    changed = tx.execute(
        f"""
        UPDATE scenes SET status = ?, error = ?, updated_at = ?,
            duration_frames = COALESCE(?, duration_frames),
            chunk_version = CASE WHEN ? = 'ready' THEN version ELSE chunk_version END
        WHERE id = ? AND version = ? AND status IN ({marks})
        """,  # noqa: S608  # only question marks are inserted
        (to, json.dumps(error) if error else None, now, frames, to, scene_id, version, *sources),
    ).rowcount
    if not changed:
        raise _refusal(tx, scene_id, to, version)
    session_id = _session_of(tx, scene_id)
    outbox.announce_scene(tx, scene_id)
    if frames is not None:
        refresh_ranges(tx, session_id, announced=scene_id)
    refresh_session(tx, session_id)


def show_chunk(tx: Transaction, scene_id: str, *, frames: int | None) -> None:
    """Show the current version's chunk of a scene that isn't ready, because somebody writes it still."""
    tx.execute(
        """
        UPDATE scenes SET chunk_version = version, duration_frames = COALESCE(?, duration_frames)
        WHERE id = ?
        """,
        (frames, scene_id),
    )
    outbox.announce_scene(tx, scene_id)
    refresh_ranges(tx, _session_of(tx, scene_id), announced=scene_id)


def _refusal(tx: Transaction, scene_id: str, to: SceneStatus, version: int) -> Exception:
    row = tx.execute("SELECT status, version FROM scenes WHERE id = ?", (scene_id,)).fetchone()
    if row is None:
        return NotFound(f"There is no scene {scene_id}.", fix="It may have been removed; ask for the status.")
    if row["version"] != version:
        return StaleVersion(
            f"Scene {scene_id} is at version {row['version']}, not {version}.",
            fix="Read the scene again and repeat the change on its current version.",
            scene_id=scene_id,
            current_version=row["version"],
        )
    return ForbiddenTransition(
        f"Scene {scene_id} is {row['status']} and cannot become {to}.",
        fix="Ask for the scene's status first.",
        scene_id=scene_id,
        status=row["status"],
        to=str(to),
    )


def refresh_ranges(tx: Transaction, session_id: str, *, announced: str = "") -> None:
    """Make the frame ranges of a session contiguous again and announce each scene that moved.

    ``announced`` names a scene whose own change is announced by the caller already.
    """
    moved = tx.execute(
        """
        UPDATE scenes SET start_frame = placed.start, end_frame = placed.start + placed.length - 1
        FROM (
            SELECT id, duration_frames AS length,
                SUM(duration_frames) OVER (ORDER BY "index") - duration_frames AS start
            FROM scenes WHERE session_id = ?
        ) AS placed
        WHERE scenes.id = placed.id
            AND (start_frame != placed.start OR end_frame != placed.start + placed.length - 1)
        RETURNING scenes.id
        """,
        (session_id,),
    ).fetchall()
    for (scene_id,) in moved:
        if scene_id == announced:
            _amend_announcement(tx, scene_id)
        else:
            outbox.announce_scene(tx, scene_id)


def _amend_announcement(tx: Transaction, scene_id: str) -> None:
    # The row written a moment ago in this transaction has the old range: nobody has read it yet.
    tx.execute(
        """
        UPDATE outbox SET payload = json_set(payload, '$.startFrame', s.start_frame,
            '$.endFrame', s.end_frame)
        FROM scenes AS s
        WHERE s.id = ? AND outbox.session_id = s.session_id AND outbox.seq = s.seq
        """,
        (scene_id,),
    )


def refresh_session(tx: Transaction, session_id: str, *, announce: bool = False) -> SessionStatus:
    """Derive the session's status from its scenes; announce it where it changed, or in any case."""
    status = _derived(tx, session_id)
    changed = tx.execute(
        "UPDATE sessions SET status = ?, updated_at = ? WHERE id = ? AND status != ?",
        (status, now_ms(), session_id, status),
    ).rowcount
    if changed or announce:
        outbox.announce_session(tx, session_id)
    return status


def _derived(tx: Transaction, session_id: str) -> SessionStatus:
    counts: dict[str, int] = dict(
        tx.execute("SELECT status, COUNT(*) FROM scenes WHERE session_id = ? GROUP BY status", (session_id,))
    )
    (waiting,) = tx.execute(
        "SELECT COUNT(*) FROM jobs WHERE session_id = ? AND status IN ('waiting', 'leased')", (session_id,)
    ).fetchone()
    settled = counts.get("ready", 0) + counts.get("error", 0)
    if counts.get("rendering") or counts.get("uploading"):
        return SessionStatus.RENDERING
    if counts.get("generating_code"):
        return SessionStatus.GENERATING
    if waiting:
        return SessionStatus.RENDERING if settled else SessionStatus.QUEUED
    if counts.get("error"):
        return SessionStatus.ERROR
    if not counts:
        return _of_generation(tx, session_id)
    if counts.get("queued"):
        return SessionStatus.IDLE
    return SessionStatus.READY


def _of_generation(tx: Transaction, session_id: str) -> SessionStatus:
    """A session without scenes is what the director makes of it: it plans, or it could not."""
    row = tx.execute(
        "SELECT status FROM generations WHERE session_id = ? ORDER BY id DESC LIMIT 1", (session_id,)
    ).fetchone()
    told = {"running": SessionStatus.GENERATING, "failed": SessionStatus.ERROR}
    return told.get(row["status"], SessionStatus.IDLE) if row else SessionStatus.IDLE


def _session_of(tx: Transaction, scene_id: str) -> str:
    (session_id,) = tx.execute("SELECT session_id FROM scenes WHERE id = ?", (scene_id,)).fetchone()
    return str(session_id)
