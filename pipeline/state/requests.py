"""Requests from other programs that must not be done twice: signatures seen, and idempotency keys."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pipeline.state.database import Database
from pipeline.state.errors import StateError
from pipeline.state.model import now_ms

__all__ = ["KeyInFlight", "KeyReused", "StoredReplays", "begin", "drop", "keep"]

KEPT_MS = 24 * 3600 * 1000
_ABANDONED_MS = 60_000


class KeyReused(StateError):
    """An idempotency key came again with another body."""

    code = "idempotency_key_reused"


class KeyInFlight(StateError):
    """The first request with this key is still being answered."""

    code = "idempotency_in_flight"


class StoredReplays:
    """A :class:`pipeline.signing.ReplayStore` that outlives the process. It holds one window of them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def claim(self, signature: str, *, until_ms: int) -> bool:
        """See :class:`pipeline.signing.ReplayStore`."""
        with self._db.transaction() as tx:
            tx.execute("DELETE FROM seen_signatures WHERE until < ?", (now_ms(),))
            added = tx.execute("INSERT OR IGNORE INTO seen_signatures VALUES (?, ?)", (signature, until_ms))
            return added.rowcount == 1


def begin(db: Database, key: str, body: bytes) -> dict[str, Any] | None:
    """Claim an idempotency key for a request. Returns the answer of the first one, if there was one.

    Raises:
        KeyReused: the first request had another body.
        KeyInFlight: the first request is not answered yet.
    """
    digest, now = hashlib.sha256(body).hexdigest(), now_ms()
    with db.transaction() as tx:
        # A request that died with its process leaves its key without an answer.
        tx.execute(
            "DELETE FROM idempotency WHERE created_at < ? OR (response IS NULL AND created_at < ?)",
            (now - KEPT_MS, now - _ABANDONED_MS),
        )
        known = tx.execute("SELECT digest, response FROM idempotency WHERE key = ?", (key,)).fetchone()
        if known is None:
            tx.execute("INSERT INTO idempotency VALUES (?, ?, NULL, ?)", (key, digest, now))
            return None
    if known["digest"] != digest:
        raise KeyReused("This idempotency key was used with another body.", fix="Use a new key.")
    if known["response"] is None:
        raise KeyInFlight("The first request with this key is not answered yet.", fix="Wait, then ask again.")
    answer: dict[str, Any] = json.loads(known["response"])
    return answer


def keep(db: Database, key: str, answer: dict[str, Any]) -> None:
    """Remember the answer of a request that was accepted."""
    with db.transaction() as tx:
        tx.execute("UPDATE idempotency SET response = ? WHERE key = ?", (json.dumps(answer), key))


def drop(db: Database, key: str) -> None:
    """Forget the key of a request that was refused: the same may be asked again."""
    with db.transaction() as tx:
        tx.execute("DELETE FROM idempotency WHERE key = ? AND response IS NULL", (key,))
