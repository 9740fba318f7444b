"""Rendering and what comes of it: jobs, status, the finished video."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastmcp import Context, FastMCP
from mcp.types import ToolAnnotations
from pydantic import Field

from pipeline.queue.jobs import open_jobs
from pipeline.state import projects, scenes
from pipeline.state.model import SessionStatus
from pipeline.state.watching import watch
from pipeline.studio import Studio
from tools.context import Owner, TheStudio
from tools.results import ExportResult, SessionResult, session_result

__all__ = ["register"]

_LONGEST_WAIT_S = 25
_STEP_S = 0.25

Wait = Annotated[
    float,
    Field(
        ge=0, le=_LONGEST_WAIT_S, description="Seconds to wait for the end, with progress; 0 returns at once."
    ),
]


def register(mcp: FastMCP) -> None:
    """Add the tools around rendering."""
    writes = ToolAnnotations(
        read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    mcp.tool(render, title="Render a session", annotations=writes, timeout=30)
    mcp.tool(cancel, title="Cancel renders", annotations=writes, timeout=30)
    mcp.tool(export_video, title="Export the video", annotations=writes, timeout=30)
    mcp.tool(
        get_status,
        title="Status of a session",
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
        timeout=30,
    )


async def render(
    session_id: Annotated[str, Field(examples=["ses_01k…"])],
    ctx: Context,
    scene_ids: Annotated[list[str], Field(description="Only these; omitted: all that need it.")] = [],  # noqa: B006
    wait_s: Wait = 20,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> SessionResult:
    """Render every scene of a session that has no video of its current version; unchanged ones are free.

    Long work goes on in the background when the wait ends: ask get_status. A scene that fails is
    reported with its line; the others become ready all the same.
    """
    await studio.render(session_id, owner=owner, scene_ids=scene_ids)
    return await _settle(studio, session_id, owner, wait_s, ctx)


async def get_status(
    session_id: str,
    ctx: Context,
    wait_s: Wait = 0,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> SessionResult:
    """Tell how a session and each of its scenes stand, with frame ranges, progress and errors."""
    return await _settle(studio, session_id, owner, wait_s, ctx)


async def cancel(
    session_id: str,
    scene_id: Annotated[str | None, Field(description="Only this scene's render.")] = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> SessionResult:
    """Stop the renders of a session or of one scene. What is ready stays."""
    studio.cancel(session_id, owner=owner, scene_id=scene_id)
    return _status(studio, session_id, owner)


async def export_video(
    session_id: str,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ExportResult:
    """Join the scenes of a session, all of them ready, into one MP4 with chapters. Copies; takes a moment."""
    export = await studio.export(session_id, owner=owner)
    return ExportResult(
        session_id=session_id,
        path=str(export.path),
        frames=export.frames,
        duration_s=round(export.frames / export.fps, 3),
        size=export.size,
        next="Tell the user where the file is.",
    )


async def _settle(studio: Studio, session_id: str, owner: str, wait_s: float, ctx: Context) -> SessionResult:
    """The status once nothing is under way, or when the wait is over; reports progress meanwhile."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait_s
    with watch(studio.db, session_id) as changes:
        while (status := _status(studio, session_id, owner)).status in _UNDER_WAY and loop.time() < deadline:
            changes.forget()
            await _report(ctx, status)
            if await changes.wait(min(1.0, max(0.0, deadline - loop.time()))):
                await asyncio.sleep(_STEP_S)
    return status


_UNDER_WAY = {SessionStatus.QUEUED, SessionStatus.GENERATING, SessionStatus.RENDERING}


async def _report(ctx: Context, status: SessionResult) -> None:
    settled = sum(scene.status in ("ready", "error") for scene in status.scenes)
    drawing = [
        f"scene {scene.index + 1}: {scene.progress}" for scene in status.scenes if scene.status == "rendering"
    ]
    message = f"{settled} of {len(status.scenes)} scenes; " + "; ".join(drawing)
    await ctx.report_progress(settled, len(status.scenes), message.rstrip("; "))


def _status(studio: Studio, session_id: str, owner: str) -> SessionResult:
    session = projects.get_session(studio.db, session_id, owner=owner)
    found = scenes.list_scenes(studio.db, session_id)
    jobs = open_jobs(studio.db, session_id)
    return session_result(session, found, jobs, following=_following(session.status))


def _following(status: SessionStatus) -> str:
    return {
        SessionStatus.READY: "export_video.",
        SessionStatus.ERROR: "edit_scene what failed, then render again.",
        SessionStatus.IDLE: "render.",
    }.get(status, "get_status with wait_s=20.")
