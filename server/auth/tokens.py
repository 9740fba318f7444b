"""API tokens as FastMCP verifies them."""

from __future__ import annotations

import asyncio
import hmac

from fastmcp.server.auth import AccessToken, TokenVerifier

from pipeline.state.database import Database
from pipeline.state.tokens import PREFIX, find_token
from tools.context import OUR_ISSUER, READ, WRITE

__all__ = ["ApiTokenVerifier", "OneToken"]


class ApiTokenVerifier(TokenVerifier):
    """Accepts the tokens of ``proofreel token create``."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db

    async def verify_token(self, token: str) -> AccessToken | None:
        """The token's owner and scopes, or ``None``."""
        if not token.startswith(PREFIX):
            return None
        found = await asyncio.to_thread(find_token, self._db, token)
        if found is None:
            return None
        return AccessToken(
            token=token,
            client_id=found.id,
            scopes=[READ, WRITE] if found.can_write else [READ],
            expires_at=found.expires_at // 1000 if found.expires_at else None,
            claims={"iss": OUR_ISSUER, "sub": found.owner},
        )


class OneToken(TokenVerifier):
    """Accepts one token: of a server that lives as long as its process."""

    def __init__(self, token: str, owner: str) -> None:
        super().__init__()
        self._token = token
        self._owner = owner

    async def verify_token(self, token: str) -> AccessToken | None:
        """The owner of all there is, for the one token."""
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        claims = {"iss": OUR_ISSUER, "sub": self._owner}
        return AccessToken(token=token, client_id="this-process", scopes=[READ, WRITE], claims=claims)
