"""Asks every HTTP request who sends it, before any route sees it.

What needs no credential is listed here, and nothing else is open: a route that is added later is closed
until somebody opens it on purpose.
"""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from fastmcp.server.auth import AuthProvider
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.auth.viewing import ViewingKeys
from server.problems import problem
from tools.context import Principal, principal_of

__all__ = ["COOKIE", "OPEN", "OPEN_BELOW", "OWN_AUTH", "Gate"]

COOKIE: Final = "proofreel"
OPEN: Final = (
    "/",
    "/login",
    "/login/provider",
    "/login/done",
    "/healthz",
    "/readyz",
    "/favicon.svg",
    "/favicon.ico",
)
"""Pages without anything of anybody in them."""
OPEN_BELOW: Final = ("/assets/", "/watch/", "/s/", "/.well-known/")
OWN_AUTH: Final = ("/mcp", "/jobs")
"""FastMCP asks for its own credentials; job requests are signed (HMAC)."""

_KEYED: Final = re.compile(r"/media/|/api/sessions/[^/]+/(captions\.(vtt|srt)$|video/)")
"""What a viewing key opens: media, captions and exports, which are fetched without a header."""
_SAFE: Final = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Puts ``principal`` into the scope's state, or answers 401 or 403."""

    def __init__(self, app: ASGIApp, *, auth: AuthProvider | None, keys: ViewingKeys, owner: str) -> None:
        self._app = app
        self._auth = auth
        self._keys = keys
        self._local = Principal(owner)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] not in ("http", "websocket") or _is_below(scope["path"], OWN_AUTH):
            await self._app(scope, receive, send)
            return
        principal = await self._principal(scope)
        if principal is None:
            if not _is_open(scope["path"]):
                await _refuse(401, "unauthenticated", "Nobody is signed in.")(scope, receive, send)
                return
        elif not principal.can_write and scope.get("method", "GET") not in _SAFE:
            await _refuse(403, "forbidden", "This token may only read.")(scope, receive, send)
            return
        scope.setdefault("state", {})["principal"] = principal
        await self._app(scope, receive, send)

    async def _principal(self, scope: Scope) -> Principal | None:
        if self._auth is None:
            return self._local
        if secret := _credential(scope):
            token = await self._auth.verify_token(secret)
            return principal_of(token) if token else None
        key = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("key", [""])[0]
        if key and _KEYED.match(scope["path"]) and scope.get("method") in _SAFE:
            owner = self._keys.owner(key)
            return Principal(owner, can_write=False) if owner is not None else None
        return None


_WHO = "Send an API token (`proofreel token create`) as `Authorization: Bearer …`, or open /login."


def _credential(scope: Scope) -> str:
    headers = HTTPConnection(scope).headers
    kind, _, secret = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return secret.strip()
    cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    return cookie.value if cookie else ""


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_BELOW)


def _is_below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _refuse(status: int, code: str, detail: str) -> JSONResponse:
    response = problem(status, code, detail, _WHO)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="proofreel"'
    return response
