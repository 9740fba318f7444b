"""What the director last did in a session, as whoever watches the session is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.state.database import Database, Transaction
from pipeline.state.transitions import refresh_session

__all__ = ["SessionGeneration", "announce_generation", "find_generation"]


@dataclass(frozen=True, slots=True)
class SessionGeneration:
    """A generation or an edit in words; ``usd``: ``None`` where no prices are set."""

    id: str
    kind: Literal["generate", "edit"]
    status: Literal["running", "done", "failed", "cancelled"]
    error: dict[str, Any] | None
    """Why it failed; ``None`` once a scene has changed since."""
    answers: int
    tokens: int
    usd: float | None


def find_generation(db: Database, session_id: str) -> SessionGeneration | None:
    """The newest of a session, with what it has cost; ``None``: no model was asked for it."""
    row = db.row(
        """
        SELECT made.id, kind, status, error, COUNT(turn.n) AS answers, SUM(turn.usd) AS usd,
            COALESCE(SUM(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens), 0) AS tokens,
            made.updated_at < (SELECT MAX(updated_at) FROM scenes WHERE session_id = made.session_id) AS past
        FROM generations AS made
        LEFT JOIN generation_turns AS turn ON turn.generation_id = made.id AND turn.role = 'assistant'
        WHERE made.session_id = ? GROUP BY made.id ORDER BY made.id DESC LIMIT 1
        """,
        (session_id,),
    )
    if row is None:
        return None
    error = json.loads(row["error"]) if row["error"] and not row["past"] else None
    return SessionGeneration(
        row["id"], row["kind"], row["status"], error, row["answers"], row["tokens"], row["usd"]
    )


def announce_generation(tx: Transaction, session_id: str | None) -> None:
    """Tell the session's readers that a generation has begun or ended: a session may depend on it alone."""
    if session_id is not None:
        refresh_session(tx, session_id, announce=True)
