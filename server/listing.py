"""Which tools there are for whom: those that this host can serve and that the caller may use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import Tool, ToolResult

from pipeline.studio import Studio
from proofreel.errors import ProofreelError
from tools.context import current_principal
from tools.offering import FOR_THE_APP, NEEDS_BUCKET, NEEDS_MODEL, NEEDS_SANDBOX

__all__ = ["Forbidden", "OnlyAllowed", "OnlyServable"]


_APPS = "io.modelcontextprotocol/ui"


class Forbidden(ProofreelError):
    """The caller's token does not reach so far."""

    code = "forbidden"


class OnlyServable(Middleware):
    """Leaves out tools that need what this machine lacks. Called all the same, they say what is missing."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    async def on_list_tools(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, Sequence[Tool]]
    ) -> Sequence[Tool]:
        """The tools, less those that need a sandbox, a bucket, a model or apps where there are none."""
        missing = set[str]()
        if not self._studio.may_render():
            missing.add(NEEDS_SANDBOX)
        if self._studio.settings.s3 is None:
            missing.add(NEEDS_BUCKET)
        if self._studio.director is None:
            missing.add(NEEDS_MODEL)
        if not _may_show_apps(context):
            missing.add(FOR_THE_APP)
        return [tool for tool in await call_next(context) if not missing & tool.tags]


class OnlyAllowed(Middleware):
    """Keeps callers that may only read from tools that change something."""

    async def on_list_tools(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, Sequence[Tool]]
    ) -> Sequence[Tool]:
        """The tools, for readers only those that read."""
        found = await call_next(context)
        if current_principal().can_write:
            return found
        return [tool for tool in found if _reads(tool)]

    async def on_call_tool(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, ToolResult]
    ) -> ToolResult:
        """Run the tool if the caller may."""
        server = context.fastmcp_context
        if not current_principal().can_write and server is not None:
            tool = await server.fastmcp.get_tool(context.message.name)
            if tool is not None and not _reads(tool):
                raise Forbidden(
                    f"This token may only read; {tool.name} changes something.",
                    fix="Use a token without --read-only.",
                )
        return await call_next(context)


def _may_show_apps(context: MiddlewareContext[Any]) -> bool:
    """Whether the client shows MCP Apps; of one that has said nothing it is taken for granted.

    Whoever does not would show its model tools that only the player's page calls.
    """
    server = context.fastmcp_context
    capabilities = server.session.client_capabilities if server and server.request_context else None
    return capabilities is None or _APPS in (capabilities.extensions or {})


def _reads(tool: Tool) -> bool:
    return tool.annotations is not None and bool(tool.annotations.read_only_hint)
