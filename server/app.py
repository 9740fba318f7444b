"""The MCP server around one studio."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastmcp import FastMCP
from mcp.server.request_state import RequestStateSecurity

from pipeline.studio import Studio
from proofreel import __version__
from server.errors import ActionableErrors
from server.listing import OnlyAllowed, OnlyServable
from server.recording import Recorder
from server.subscriptions import Subscriptions
from server.tasks import Tasks
from server.viewer import LoopbackViewer
from tools import register_all
from tools.offering import drawn_icon

if TYPE_CHECKING:
    from fastmcp.server.auth import AuthProvider

    from tools.watching import Viewer

__all__ = ["create_mcp"]

_INSTRUCTIONS = """\
proofreel makes animated explainer videos. The way: plan_lesson (Markdown; read guide://lesson-format) → \
check_scene for scenes in Manim code → render → get_status → export_video. Blocks are laid out for you; \
write Manim code only for what blocks cannot show. An edit touches one scene; the others keep their video."""


def create_mcp(
    studio: Studio,
    *,
    auth: AuthProvider | None = None,
    secret: str | None = None,
    viewer: Viewer | None = None,
    record: Path | None = None,
) -> FastMCP:
    """A server whose tools work on ``studio``. The caller opens and closes the studio.

    ``secret`` seals what clients of several processes send back; without it, a key of this process.
    ``record`` is a file that every call is written to.
    ``viewer`` knows where sessions can be watched; without it, a server on loopback is started for that.
    """
    subscriptions = Subscriptions(studio)
    recording = [Recorder(record)] if record else []

    @asynccontextmanager
    async def lifespan(_: FastMCP) -> AsyncGenerator[dict[str, Any]]:
        own = LoopbackViewer(studio)
        try:
            async with subscriptions.running():
                yield {"studio": studio, "viewer": viewer or own}
        finally:
            await own.aclose()

    mcp = FastMCP(
        "proofreel",
        _INSTRUCTIONS,
        version=__version__,
        icons=[drawn_icon("render")],
        lifespan=lifespan,
        auth=auth,
        middleware=[*recording, ActionableErrors(), OnlyServable(studio), OnlyAllowed()],
        request_state_security=RequestStateSecurity(keys=[secret]) if secret else None,
        mask_error_details=True,
        strict_input_validation=True,
        on_duplicate="error",
    )
    subscriptions.register(mcp)
    register_all(mcp)
    mcp.add_extension(Tasks(studio, viewer))
    return mcp
