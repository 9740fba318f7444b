"""What readers elsewhere are told: one row per change, numbered per session, in the same transaction.

``seq`` orders everything that happens to a session. ``(version, seq)`` orders a scene's updates:
the version alone cannot order two statuses of one version.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pipeline.state.database import Row, Transaction
from pipeline.state.model import now_ms

__all__ = ["announce_history", "announce_scene", "announce_session"]


def next_seq(tx: Transaction, session_id: str) -> int:
    """The session's next number."""
    (seq,) = tx.execute(
        "UPDATE sessions SET seq = seq + 1, updated_at = ? WHERE id = ? RETURNING seq", (now_ms(), session_id)
    ).fetchone()
    return int(seq)


def announce_scene(tx: Transaction, scene_id: str, *, removed: bool = False) -> int:
    """Number the scene's change and write its outbox row. Returns the number."""
    row = tx.execute(
        """
        SELECT scenes.*, sessions.project_id, chunk.chunk_key, chunk.sha256, written.author, written.change
        FROM scenes JOIN sessions ON sessions.id = scenes.session_id
        LEFT JOIN scene_versions AS written
            ON written.scene_id = scenes.id AND written.version = scenes.version
        LEFT JOIN scene_versions AS chunk
            ON chunk.scene_id = scenes.id AND chunk.version = scenes.chunk_version
        WHERE scenes.id = ?
        """,
        (scene_id,),
    ).fetchone()
    seq = next_seq(tx, row["session_id"])
    tx.execute("UPDATE scenes SET seq = ? WHERE id = ?", (seq, scene_id))
    payload = _scene_payload(
        row,
        scene_id,
        seq,
        status=row["status"],
        frames=(row["start_frame"], row["end_frame"], row["duration_frames"]),
        error=json.loads(row["error"]) if row["error"] else None,
        updated_at=row["updated_at"],
    )
    if removed:
        payload["removed"] = True
    _write(tx, row["session_id"], seq, "scene", payload)
    return seq


def announce_history(tx: Transaction, scene_id: str) -> int:
    """Write an outbox row for each version before the scene's current one. Returns how many there were.

    They change nothing of the scene: readers order by the version first.
    """
    rows = tx.execute(
        """
        SELECT scene_versions.*, scenes.title, scenes."index", scenes.session_id, sessions.project_id
        FROM scene_versions JOIN scenes ON scenes.id = scene_id JOIN sessions ON sessions.id = session_id
        WHERE scene_id = ? AND scene_versions.version < scenes.version ORDER BY scene_versions.version
        """,
        (scene_id,),
    ).fetchall()
    for row in rows:
        seq = next_seq(tx, row["session_id"])
        frames = row["frames"] or 0
        payload = _scene_payload(
            row,
            scene_id,
            seq,
            status="ready" if row["chunk_key"] else "queued",
            frames=(0, frames - 1, frames),
            error=None,
            updated_at=row["created_at"],
        )
        _write(tx, row["session_id"], seq, "scene", payload)
    return len(rows)


def _scene_payload(
    row: Row,
    scene_id: str,
    seq: int,
    *,
    status: str,
    frames: tuple[int, int, int],
    error: dict[str, Any] | None,
    updated_at: int,
) -> dict[str, Any]:
    """A scene on the wire. ``frames``: the first, the last (inclusive), how many."""
    start, end, duration = frames
    return {
        "projectId": row["project_id"],
        "sessionId": row["session_id"],
        "sceneId": scene_id,
        "seq": seq,
        "version": row["version"],
        "index": row["index"],
        "title": row["title"],
        "status": status,
        "startFrame": start,
        "endFrame": end,
        "durationInFrames": duration,
        "videoUrl": row["chunk_key"],
        "checksum": row["sha256"],
        "error": error,
        "updatedAt": updated_at,
        "author": row["author"] or "",
        "change": row["change"] or "",
    }


def announce_session(tx: Transaction, session_id: str, *, scene_ids: Sequence[str] | None = None) -> int:
    """Number the session's change and write its outbox row. Returns the number.

    ``scene_ids``, of a resync or an end alone: every scene that there is; readers let go of others.
    """
    seq = next_seq(tx, session_id)
    row = tx.execute("SELECT * FROM sessions WHERE id = ?", (session_id,)).fetchone()
    scenes, frames = tx.execute(
        "SELECT COUNT(*), COALESCE(SUM(duration_frames), 0) FROM scenes WHERE session_id = ?", (session_id,)
    ).fetchone()
    payload = {
        "projectId": row["project_id"],
        "sessionId": session_id,
        "seq": seq,
        "title": row["title"],
        "status": row["status"],
        "totalFrames": frames,
        "sceneCount": scenes,
        "format": {
            "width": row["width"],
            "height": row["height"],
            "fps": row["fps"],
            "profile": row["profile"],
        },
        "updatedAt": row["updated_at"],
    }
    if scene_ids is not None:
        payload["sceneIds"] = list(scene_ids)
    if row["removed"]:
        payload["removed"] = True
    _write(tx, session_id, seq, "session", payload)
    return seq


def _write(tx: Transaction, session_id: str, seq: int, kind: str, payload: dict[str, Any]) -> None:
    tx.execute(
        "INSERT INTO outbox (session_id, seq, kind, payload, created_at) VALUES (?, ?, ?, ?, ?)",
        (session_id, seq, kind, json.dumps(payload, separators=(",", ":")), now_ms()),
    )
    tx.changed_sessions.add(session_id)
