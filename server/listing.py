"""What is listed: only tools that this host can serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import Tool

from pipeline.studio import Studio
from tools.offering import NEEDS_SANDBOX

__all__ = ["OnlyServable"]


class OnlyServable(Middleware):
    """Leaves out tools that need what this machine lacks. Called all the same, they say what is missing."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    async def on_list_tools(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, Sequence[Tool]]
    ) -> Sequence[Tool]:
        """The tools, less those that need a sandbox where there is none."""
        found = await call_next(context)
        if self._studio.may_render():
            return found
        return [tool for tool in found if NEEDS_SANDBOX not in tool.tags]
