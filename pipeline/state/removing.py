"""Taking a whole session away. Its row stays, empty: readers elsewhere are told of the end by its number."""

from __future__ import annotations

from pipeline.state import outbox
from pipeline.state.database import Database
from pipeline.state.errors import SceneBusy
from pipeline.state.model import now_ms
from pipeline.state.projects import get_session

__all__ = ["remove_session"]


def remove_session(db: Database, session_id: str) -> None:
    """Forget a session: its scenes with their versions, jobs and reviews, and what a model was asked for it.

    Its files stay until ``proofreel gc``, objects in buckets for ever.

    Raises:
        NotFound: there is no such session.
        SceneBusy: a model works on it in some process.
    """
    with db.transaction() as tx:
        get_session(db, session_id)
        held = tx.execute(
            "SELECT 1 FROM generations WHERE session_id = ? AND status = 'running' AND leased_until >= ?",
            (session_id, now_ms()),
        ).fetchone()
        if held:
            raise SceneBusy(
                f"A model is working on session {session_id} right now.",
                fix="Cancel it where it was asked for, or wait until it has ended.",
                session_id=session_id,
            )
        tx.execute("DELETE FROM scenes WHERE session_id = ?", (session_id,))
        tx.execute("DELETE FROM generations WHERE session_id = ?", (session_id,))
        tx.execute(
            "UPDATE sessions SET removed = 1, status = 'idle', title = '', settings = '{}', source_name = '' "
            "WHERE id = ?",
            (session_id,),
        )
        outbox.announce_session(tx, session_id, scene_ids=[])
