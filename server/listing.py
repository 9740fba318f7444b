"""What is listed: only tools that this host can serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import Tool

from pipeline.studio import Studio
from tools.offering import NEEDS_BUCKET, NEEDS_SANDBOX

__all__ = ["OnlyServable"]


class OnlyServable(Middleware):
    """Leaves out tools that need what this machine lacks. Called all the same, they say what is missing."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    async def on_list_tools(
        self, context: MiddlewareContext[Any], call_next: CallNext[Any, Sequence[Tool]]
    ) -> Sequence[Tool]:
        """The tools, less those that need a sandbox or a bucket where there is none."""
        missing = set[str]()
        if not self._studio.may_render():
            missing.add(NEEDS_SANDBOX)
        if self._studio.settings.s3 is None:
            missing.add(NEEDS_BUCKET)
        return [tool for tool in await call_next(context) if not missing & tool.tags]
