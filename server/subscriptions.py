"""Tells clients that a session changed: ``session://{id}`` can be subscribed to, and the list of them.

Clients of 2026-07-28 listen on a stream of their own (``subscriptions/listen``); older ones subscribe to a
URI and get notifications beside their answers (over stdio: stateless HTTP has no way to send them).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from fastmcp import FastMCP
from fastmcp.server.dependencies import get_access_token
from mcp.server.context import ServerRequestContext
from mcp.server.subscriptions import (
    InMemorySubscriptionBus,
    ListenHandler,
    ResourcesListChanged,
    ResourceUpdated,
)
from mcp.shared.exceptions import MCPError
from mcp.types import (
    EmptyResult,
    SubscribeRequestParams,
    UnsubscribeRequestParams,
)
from mcp_types import INVALID_PARAMS, SubscriptionsListenRequestParams, SubscriptionsListenResult

from pipeline.state import projects
from pipeline.state.errors import NotFound
from pipeline.studio import Studio
from tools.context import principal_of
from tools.resources import session_uri

__all__ = ["Subscriptions"]

log = structlog.get_logger(__name__)

_GATHER_S = 0.2
_SCHEME = session_uri("")


class Subscriptions:
    """Who wants to hear of which session."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._bus = InMemorySubscriptionBus()
        self._listen = ListenHandler(self._bus)
        self._older: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
        """Connections of handshake versions, with the URIs that they asked for."""
        self._changed: set[str] = set()
        self._known: set[str] = set()
        self._rung = asyncio.Event()

    def register(self, mcp: FastMCP) -> None:
        """Serve the methods of both eras."""
        server = mcp._mcp_server  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # it has no public way
        server.add_request_handler("subscriptions/listen", SubscriptionsListenRequestParams, self._on_listen)
        server.add_request_handler("resources/subscribe", SubscribeRequestParams, self._on_subscribe)
        server.add_request_handler("resources/unsubscribe", UnsubscribeRequestParams, self._on_unsubscribe)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Pass changes on for as long as the block runs."""
        loop = asyncio.get_running_loop()
        rows = self._studio.db.rows("SELECT id FROM sessions WHERE NOT removed")
        self._known = {row["id"] for row in rows}

        def heard(session_id: str) -> None:
            loop.call_soon_threadsafe(self._hear, session_id)

        stop = self._studio.db.listen(heard)
        telling = asyncio.create_task(self._tell())
        try:
            yield
        finally:
            stop()
            self._listen.close()
            telling.cancel()

    def _hear(self, session_id: str) -> None:
        self._changed.add(session_id)
        self._rung.set()

    async def _tell(self) -> None:
        while True:
            await self._rung.wait()
            await asyncio.sleep(_GATHER_S)
            self._rung.clear()
            changed, self._changed = self._changed, set()
            for session_id in changed:
                await self._tell_of(session_id)

    async def _tell_of(self, session_id: str) -> None:
        uri = session_uri(session_id)
        new = session_id not in self._known
        if new:
            self._known.add(session_id)
            await self._bus.publish(ResourcesListChanged())
        await self._bus.publish(ResourceUpdated(uri=uri))
        for connection, uris in list(self._older.items()):
            try:
                if new:
                    await connection.outbound.notify("notifications/resources/list_changed", {})
                if uri in uris:
                    await connection.outbound.notify("notifications/resources/updated", {"uri": uri})
            except Exception as error:  # a client that left must not silence the others
                log.debug("subscriber_gone", error=repr(error))
                self._older.pop(connection, None)

    async def _on_listen(
        self, ctx: ServerRequestContext[Any, Any], params: SubscriptionsListenRequestParams
    ) -> SubscriptionsListenResult:
        for uri in params.notifications.resource_subscriptions or ():
            self._require(str(uri))
        return await self._listen(ctx, params)

    async def _on_subscribe(
        self, ctx: ServerRequestContext[Any, Any], params: SubscribeRequestParams
    ) -> EmptyResult:
        self._require(str(params.uri))
        self._older.setdefault(_connection(ctx), set()).add(str(params.uri))
        return EmptyResult()

    async def _on_unsubscribe(
        self, ctx: ServerRequestContext[Any, Any], params: UnsubscribeRequestParams
    ) -> EmptyResult:
        self._older.get(_connection(ctx), set()).discard(str(params.uri))
        return EmptyResult()

    def _require(self, uri: str) -> None:
        """Refuse sessions that are not the caller's; other URIs are taken and never change."""
        if not uri.startswith(_SCHEME):
            return
        token = get_access_token()
        owner = principal_of(token).owner if token else self._studio.settings.owner
        try:
            projects.get_session(self._studio.db, uri.removeprefix(_SCHEME), owner=owner)
        except NotFound as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error


def _connection(ctx: ServerRequestContext[Any, Any]) -> Any:
    """The client's connection; the context's session lasts for one request only."""
    return ctx.session._connection  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
