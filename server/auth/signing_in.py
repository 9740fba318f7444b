"""Browsers sign in where MCP clients do: this server's pages are one more client of its own OAuth server.

FastMCP's provider asks GitHub or Google, and gives an access token of its own for the answer. What a page
gets is that token, as the cookie that an API token would be; it stands for the same owner as over MCP.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mcp.server.auth.provider import AuthorizationParams
from mcp.shared.auth import OAuthClientInformationFull
from pydantic import AnyUrl

if TYPE_CHECKING:
    from fastmcp.server.auth import OAuthProvider

__all__ = ["BrowserSignIn", "SignedIn"]

_CLIENT_ID: Final = "proofreel-pages"
_DONE: Final = "/login/done"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that has come back: its token, for how many seconds, and where it wanted to go."""

    token: str
    lasts_s: int | None
    then: str


class BrowserSignIn:
    """The way of a browser to a provider and back; ``public_url`` is where it comes back to."""

    def __init__(self, server: OAuthProvider, public_url: str, provider: str) -> None:
        self._server = server
        self._done = f"{public_url.rstrip('/')}{_DONE}"
        self.provider = provider
        """Its name, as people know it."""

    async def begin(self, then: str) -> tuple[str, str]:
        """Where to send the browser, and what it has to keep meanwhile."""
        client = await self._client()
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        params = AuthorizationParams(
            state=state,
            scopes=None,
            code_challenge=_challenge(verifier),
            redirect_uri=AnyUrl(self._done),
            redirect_uri_provided_explicitly=True,
        )
        kept = json.dumps([state, verifier, then])
        return await self._server.authorize(client, params), base64.urlsafe_b64encode(kept.encode()).decode()

    async def end(self, code: str, state: str, kept: str) -> SignedIn | None:
        """What a browser has that came back with ``code``; ``None`` if it did not set out from here."""
        try:
            own, verifier, then = json.loads(base64.urlsafe_b64decode(kept))
        except ValueError:
            return None
        if not code or not hmac.compare_digest(str(own).encode(), state.encode()):
            return None
        client = await self._client()
        found = await self._server.load_authorization_code(client, code)
        if found is None or found.code_challenge != _challenge(str(verifier)):
            return None
        token = await self._server.exchange_authorization_code(client, found)
        return SignedIn(token.access_token, token.expires_in, str(then))

    async def _client(self) -> OAuthClientInformationFull:
        known = await self._server.get_client(_CLIENT_ID)
        if known is not None:
            return known
        client = OAuthClientInformationFull(
            client_id=_CLIENT_ID,
            client_name="the pages of proofreel",
            redirect_uris=[AnyUrl(self._done)],
            token_endpoint_auth_method="none",  # noqa: S106
            grant_types=["authorization_code", "refresh_token"],
        )
        await self._server.register_client(client)
        return client


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
