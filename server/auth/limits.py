"""How much and how often: bodies larger than the limit and callers faster than the rate are refused."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.problems import problem

__all__ = ["RequestLimits"]

_MOST_CALLERS: Final = 10_000
_FREE: Final = ("/assets/", "/media/")


class RequestLimits:
    """A bucket of ``per_minute`` requests for each caller, and a largest body.

    A caller is its credential, or its address where it has none. Media are not counted: a player asks
    for many ranges.
    """

    def __init__(self, app: ASGIApp, *, per_minute: int, largest_body: int) -> None:
        self._app = app
        self._per_minute = per_minute
        self._largest = largest_body
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = HTTPConnection(scope).headers
        wait = 0.0 if scope["path"].startswith(_FREE) else self._wait(_caller(scope))
        if wait:
            said = f"More than {self._per_minute} requests a minute."
            refusal = problem(429, "rate_limited", said, f"Wait {wait:.0f} s.")
            refusal.headers["Retry-After"] = str(max(1, round(wait)))
            await refusal(scope, receive, send)
            return
        said_length = headers.get("content-length", "0")
        if not said_length.isdecimal() or int(said_length) > self._largest:
            await self._too_large()(scope, receive, send)
            return
        await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0
        started = False

        async def measured() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return {"type": "http.disconnect"} if seen > self._largest else message

        async def noted(message: Message) -> None:
            nonlocal started
            if seen <= self._largest:
                started = True
                await send(message)

        await self._app(scope, measured, noted)
        if seen > self._largest and not started:
            await self._too_large()(scope, receive, send)

    def _wait(self, caller: str) -> float:
        """Seconds until the caller may ask again; 0: now."""
        now = time.monotonic()
        tokens, at = self._buckets.pop(caller, (float(self._per_minute), now))
        tokens = min(float(self._per_minute), tokens + (now - at) * self._per_minute / 60)
        allowed = tokens >= 1
        self._buckets[caller] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) * 60 / self._per_minute

    def _too_large(self) -> JSONResponse:
        said = f"The request is larger than {self._largest // 1024} KiB."
        return problem(413, "too_large", said, "Send less at once.")


def _caller(scope: Scope) -> str:
    found = HTTPConnection(scope).headers
    credential = found.get("authorization") or found.get("cookie")
    if credential:
        return hashlib.sha256(credential.encode()).hexdigest()
    return str((scope.get("client") or ("?",))[0])
