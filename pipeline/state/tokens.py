"""API tokens: made once, shown once, kept as hashes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from pipeline.state.database import Database, Row
from pipeline.state.errors import NotFound
from pipeline.state.model import new_id, now_ms

__all__ = ["PREFIX", "ApiToken", "create_token", "find_token", "list_tokens", "revoke_token"]

PREFIX = "prf_"
_USED_EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token without its secret. Times are epoch milliseconds."""

    id: str
    name: str
    owner: str
    can_write: bool
    created_at: int
    expires_at: int | None
    used_at: int | None
    revoked_at: int | None

    def is_valid(self) -> bool:
        """Neither revoked nor too old."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now_ms())


def create_token(
    db: Database, *, owner: str, name: str, can_write: bool = True, expires_at: int | None = None
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is not kept."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token_id = new_id("tok")
    with db.transaction() as tx:
        tx.execute(
            "INSERT INTO api_tokens (id, hash, name, owner, can_write, created_at, expires_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (token_id, _hash(secret), name, owner, int(can_write), now_ms(), expires_at),
        )
    return _get(db, token_id), secret


def find_token(db: Database, secret: str) -> ApiToken | None:
    """The valid token with this secret. Notes, once a minute at most, that it was used."""
    # The hash of 256 random bits is looked up: nothing can be learned from how long that takes.
    row = db.row("SELECT * FROM api_tokens WHERE hash = ?", (_hash(secret),))
    token = _token(row) if row else None
    if token is None or not token.is_valid():
        return None
    if token.used_at is None or token.used_at < now_ms() - _USED_EVERY_MS:
        with db.transaction() as tx:
            tx.execute("UPDATE api_tokens SET used_at = ? WHERE id = ?", (now_ms(), token.id))
    return token


def list_tokens(db: Database) -> list[ApiToken]:
    """Every token, newest first, revoked ones too."""
    return [_token(row) for row in db.rows("SELECT * FROM api_tokens ORDER BY id DESC")]


def revoke_token(db: Database, token_id: str) -> ApiToken:
    """End a token; from the next request on it opens nothing.

    Raises:
        NotFound: there is no such token.
    """
    with db.transaction() as tx:
        tx.execute(
            "UPDATE api_tokens SET revoked_at = COALESCE(revoked_at, ?) WHERE id = ?", (now_ms(), token_id)
        )
    return _get(db, token_id)


def _get(db: Database, token_id: str) -> ApiToken:
    row = db.row("SELECT * FROM api_tokens WHERE id = ?", (token_id,))
    if row is None:
        raise NotFound(f"There is no token {token_id!r}.", fix="`proofreel token list` shows them.")
    return _token(row)


def _token(row: Row) -> ApiToken:
    return ApiToken(
        id=row["id"],
        name=row["name"],
        owner=row["owner"],
        can_write=bool(row["can_write"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
