"""Everything of a session told anew, through the outbox: it survives a crash and keeps its place."""

from __future__ import annotations

from pipeline.state import outbox
from pipeline.state.database import Database, Transaction
from pipeline.state.errors import NotFound
from pipeline.state.model import now_ms
from pipeline.sync.backlog import SUPERSEDED

__all__ = ["resync_all", "resync_project", "resync_session"]


def resync_session(db: Database, session_id: str) -> int:
    """Queue the whole session: its scenes, their versions, and last the session with its scenes' ids.

    With those the deployment removes what isn't there any more, and counts every number before as arrived.
    What was waiting or parked is superseded. Returns how many updates were queued.

    Raises:
        NotFound: there is no such session.
    """
    with db.transaction() as tx:
        if tx.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone() is None:
            raise NotFound(f"There is no session {session_id!r}.", fix="The studio lists the sessions.")
        tx.execute(
            "UPDATE outbox SET sent_at = ?, parked_at = NULL, next_at = NULL, error = ? "
            "WHERE session_id = ? AND (sent_at IS NULL OR parked_at IS NOT NULL)",
            (now_ms(), SUPERSEDED, session_id),
        )
        return _announce_all(tx, session_id)


def _announce_all(tx: Transaction, session_id: str) -> int:
    scene_ids = [
        row["id"]
        for row in tx.execute('SELECT id FROM scenes WHERE session_id = ? ORDER BY "index"', (session_id,))
    ]
    queued = 1
    # The current version first: until it arrives, an older one would stand for the scene.
    for scene_id in scene_ids:
        outbox.announce_scene(tx, scene_id)
        queued += 1 + outbox.announce_history(tx, scene_id)
    outbox.announce_session(tx, session_id, scene_ids=scene_ids)
    return queued


def resync_project(db: Database, project_id: str) -> int:
    """:func:`resync_session` for each session of a project. Returns how many updates were queued.

    Raises:
        NotFound: there is no such project.
    """
    if db.row("SELECT 1 FROM projects WHERE id = ?", (project_id,)) is None:
        raise NotFound(f"There is no project {project_id!r}.", fix="The studio lists the projects.")
    rows = db.rows("SELECT id FROM sessions WHERE project_id = ? ORDER BY id", (project_id,))
    return sum(resync_session(db, row["id"]) for row in rows)


def resync_all(db: Database) -> int:
    """:func:`resync_session` for every session there is."""
    return sum(resync_session(db, row["id"]) for row in db.rows("SELECT id FROM sessions ORDER BY id"))
