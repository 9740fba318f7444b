"""What every HTTP request passes first: whose name it asks for, its correlation id, its line in the log."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.correlation import correlated, known_or_new
from pipeline.observing import metrics
from pipeline.observing.traces import span
from server.problems import CORRELATION_HEADER, problem

__all__ = ["EitherSlash", "KnownHosts", "RequestContext", "SameOrigin"]

_PORT = re.compile(r":[0-9]*$")
_READS = ("GET", "HEAD")

log = structlog.get_logger(__name__)


class KnownHosts:
    """Refuses requests for other names: a page on one that resolves to this machine must not drive the
    studio (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, *, allowed_hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] in ("http", "websocket"):
            host = Headers(scope=scope).get("host", "")
            name = (
                host[: host.index("]") + 1]
                if host.startswith("[") and "]" in host
                else host.partition(":")[0]
            )
            if name.lower() not in self._hosts:
                said = problem(400, "unknown_host", "This server has another name.", "Ask for it by its own.")
                await said(scope, receive, send)
                return
        await self._app(scope, receive, send)


class SameOrigin:
    """Refuses writes that another site's page sends with this browser."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and scope["path"].startswith("/api") and scope["method"] not in _READS:
            headers = Headers(scope=scope)
            origin, own = headers.get("origin"), f"{scope['scheme']}://{headers.get('host')}"
            if origin not in (None, own):
                detail = f"{origin} may not change anything here."
                said = problem(403, "foreign_origin", detail, "Use the studio's own page.")
                await said(scope, receive, send)
                return
        await self._app(scope, receive, send)


class EitherSlash:
    """Lets an address that ends in ``/mcp`` mean the same as ``/mcp/``: people write both, and a client that
    is sent elsewhere may not follow with its body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and scope["path"] in _WITHOUT_SLASH:
            scope = dict(scope) | {"path": scope["path"] + "/", "raw_path": scope["path"].encode() + b"/"}
        await self._app(scope, receive, send)


_WITHOUT_SLASH = ("/mcp", "/.well-known/oauth-protected-resource/mcp")


class RequestContext:
    """Plain ASGI: the server's event streams pass through it untouched, hundreds at a time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with (
            correlated(known_or_new(headers.get(CORRELATION_HEADER))) as found,
            span(f"{scope['method']} {scope['path']}", parent=headers.get("traceparent")),
        ):
            await _Answered(self._app, scope, found).run(receive, send)


class _Answered:
    def __init__(self, app: ASGIApp, scope: Scope, correlation_id: str) -> None:
        self._app = app
        self._scope = scope
        self._correlation_id = correlation_id
        self._status = 0

    async def run(self, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._status = message["status"]
                MutableHeaders(scope=message)[CORRELATION_HEADER] = self._correlation_id
            await send(message)

        try:
            await self._app(self._scope, receive, noted)
        except Exception:
            log.exception("request_crashed", path=self._scope["path"])
            if self._status:
                raise
            said = problem(500, "internal", "proofreel itself failed.", "Retry; if it stays, report it.")
            await said(self._scope, receive, noted)
        finally:
            self._note(time.perf_counter() - begun)

    def _note(self, seconds: float) -> None:
        route: Any = self._scope.get("route")
        # The template, not the path: one row per route, however many sessions there are.
        name = getattr(route, "path", "") or "other"
        method = self._scope["method"]
        metrics.http_request(method, name, self._status, seconds)
        log.info("request", method=method, route=name, status=self._status, ms=round(seconds * 1000, 1))
