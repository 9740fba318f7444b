"""A scene while the director's model writes it: ``generating_code`` without a render that has it.

A version may be added then by whoever could add one before; only a render keeps others away.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.state.database import Database, Row, Transaction
from pipeline.state.model import SceneStatus, now_ms
from pipeline.state.transitions import advance

__all__ = ["Writing", "begin_writing", "end_writing", "find_writing", "release_abandoned"]


@dataclass(frozen=True, slots=True)
class Writing:
    """What a scene has cost so far that a model writes now. ``usd``: ``None`` where no prices are set."""

    generation_id: str
    answers: int
    tokens: int
    usd: float | None


def begin_writing(db: Database, scene_id: str) -> None:
    """Show that the scene is being written. One that is rendered just now stays as it is."""
    with db.transaction() as tx:
        row = _row(tx, scene_id)
        if row is None or row["status"] not in (SceneStatus.QUEUED, SceneStatus.READY, SceneStatus.ERROR):
            return
        if row["status"] != SceneStatus.QUEUED:
            advance(tx, scene_id, SceneStatus.QUEUED, version=row["version"])
        advance(tx, scene_id, SceneStatus.GENERATING_CODE, version=row["version"])


def end_writing(db: Database, scene_id: str) -> None:
    """The scene waits again, or is ready where its current version has its chunk."""
    with db.transaction() as tx:
        row = _row(tx, scene_id)
        if row is None or row["status"] != SceneStatus.GENERATING_CODE or row["leased"]:
            return
        advance(tx, scene_id, SceneStatus.QUEUED, version=row["version"])
        if row["frames"] is not None:
            advance(tx, scene_id, SceneStatus.READY, version=row["version"], frames=row["frames"])


def release_abandoned(db: Database) -> int:
    """End the writing of every scene whose writer is gone. Returns how many there were."""
    rows = db.rows(
        """
        SELECT id FROM scenes WHERE status = 'generating_code'
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE scene_id = scenes.id AND status = 'leased')
        AND NOT EXISTS (
            SELECT 1 FROM generation_scenes AS part JOIN generations ON generations.id = generation_id
            WHERE part.scene_id = scenes.id AND generations.status = 'running' AND leased_until >= ?
        )
        """,
        (now_ms(),),
    )
    for row in rows:
        end_writing(db, row["id"])
    return len(rows)


def find_writing(db: Database, session_id: str) -> dict[str, Writing]:
    """Scene id → what its writing has cost so far, of those that are written now."""
    rows = db.rows(
        """
        SELECT part.scene_id, part.generation_id, COUNT(turn.n) AS answers, SUM(turn.usd) AS usd,
            COALESCE(SUM(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens), 0) AS tokens
        FROM generations JOIN generation_scenes AS part ON part.generation_id = generations.id
        JOIN scenes ON scenes.id = part.scene_id
        LEFT JOIN generation_turns AS turn ON turn.generation_id = generations.id
            AND turn.thread = 'scene:' || part.place AND turn.role = 'assistant'
        WHERE generations.session_id = ? AND generations.status = 'running'
            AND scenes.status = 'generating_code'
        GROUP BY part.scene_id, part.generation_id ORDER BY part.generation_id
        """,
        (session_id,),
    )
    return {
        row["scene_id"]: Writing(row["generation_id"], row["answers"], row["tokens"], row["usd"])
        for row in rows
    }


def _row(tx: Transaction, scene_id: str) -> Row | None:
    found: Row | None = tx.execute(
        """
        SELECT scenes.status, scenes.version,
            CASE WHEN chunk_key IS NOT NULL THEN frames END AS frames,
            EXISTS (SELECT 1 FROM jobs WHERE scene_id = scenes.id AND status = 'leased') AS leased
        FROM scenes JOIN scene_versions AS now ON now.scene_id = scenes.id AND now.version = scenes.version
        WHERE scenes.id = ?
        """,
        (scene_id,),
    ).fetchone()
    return found
