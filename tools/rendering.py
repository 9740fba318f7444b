"""Rendering and what comes of it: jobs, status, the finished video."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Literal

from fastmcp import Context, FastMCP
from fastmcp.tools import ToolResult
from pydantic import Field

from pipeline.estimating import render_seconds
from pipeline.full_size import full_session
from pipeline.queue.waiting import open_jobs
from pipeline.state import projects, scenes
from pipeline.state.model import SessionStatus
from pipeline.state.watching import watch
from pipeline.studio import Studio
from tools.context import Owner, TheStudio
from tools.offering import NEEDS_SANDBOX, offer
from tools.results import CancelResult, Detail, ExportResult, SessionResult, answer, session_result
from tools.watching import Viewer, current_viewer

__all__ = ["exported", "register", "rendered"]

_LONGEST_WAIT_S = 25
_STEP_S = 0.25
_EXPORT_WAIT_S = 20

Wait = Annotated[
    float,
    Field(ge=0, le=_LONGEST_WAIT_S),
]


def register(mcp: FastMCP) -> None:
    """Add the tools around rendering."""
    needs = {NEEDS_SANDBOX}
    offer(
        mcp,
        render,
        title="Render a session",
        kind="repeats",
        icon="render",
        result=SessionResult,
        never=["changed"],
        tags=needs,
    )
    offer(
        mcp,
        get_status,
        title="Status of a session",
        kind="reads",
        icon="find",
        result=SessionResult,
        never=["changed"],
    )
    offer(mcp, cancel, title="Cancel renders", kind="repeats", icon="stop", result=CancelResult, tags=needs)
    offer(
        mcp,
        export_video,
        title="Export the video",
        kind="repeats",
        icon="share",
        result=ExportResult,
        tags=needs,
    )


async def render(
    session_id: str,
    ctx: Context,
    scene_ids: Annotated[
        list[str], Field(description="Only these; else all that need it.", max_length=200)
    ] = [],  # noqa: B006
    quality: Annotated[
        Literal["full"] | None, Field(description="Its scenes in 1080p30, as another session.")
    ] = None,
    wait_s: Wait = 20,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Render the scenes that have no video of their current version; estimate_s of get_status says before
    how long. Goes on when the wait ends. A failed scene is told with its line. Next: get_status, then
    export_video.
    """
    if quality is not None:
        session_id, scene_ids = _in_full(studio, session_id, owner, scene_ids)
    await studio.render(session_id, owner=owner, scene_ids=scene_ids)
    return answer(await _settle(studio, session_id, owner, wait_s, ctx))


async def get_status(
    session_id: str,
    ctx: Context,
    wait_s: Wait = 0,
    detail: Annotated[Detail, Field(description="full: all scenes, with frames.")] = "brief",
    offset: Annotated[int, Field(ge=0)] = 0,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Tell how a session and its scenes stand and what to do next; while it renders, of those not ready."""
    await _settle(studio, session_id, owner, wait_s, ctx)
    return answer(_status(studio, session_id, owner, detail, offset))


async def cancel(
    session_id: str,
    scene_id: str | None = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Stop the renders of a session or of one scene. What is ready stays."""
    cancelled = studio.cancel(session_id, owner=owner, scene_id=scene_id)
    status = str(projects.get_session(studio.db, session_id, owner=owner).status)
    following = "render starts what is missing again."
    return answer(CancelResult(session_id=session_id, status=status, cancelled=cancelled, next=following))


async def export_video(
    session_id: str,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Join a session's scenes, all of them ready, into one MP4 with chapters."""
    viewer = current_viewer()
    return await exported(studio, session_id, owner=owner, wait_s=_EXPORT_WAIT_S, viewer=viewer)


async def exported(
    studio: Studio, session_id: str, *, owner: str, wait_s: float | None, viewer: Viewer | None
) -> ToolResult:
    """Join a session into one MP4 and say where it is; ``wait_s`` None: however long that takes."""
    export = await studio.export_within(session_id, owner=owner, wait_s=wait_s)
    if export is None:
        following = "export_video again: it is being joined."
        return answer(ExportResult(session_id=session_id, next=following))
    url = await viewer.video(session_id, export.path.name, owner=owner) if viewer else None
    return answer(
        ExportResult(
            session_id=session_id,
            path=None if viewer and viewer.far else str(export.path),
            url=url,
            frames=export.frames,
            duration_s=round(export.frames / export.fps, 3),
            next=f"Give the user the {'URL' if url else 'path'}; open_player shows it.",
        )
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


def _in_full(studio: Studio, session_id: str, owner: str, scene_ids: list[str]) -> tuple[str, list[str]]:
    """The session in full size, and its scenes that stand for the named ones."""
    full = full_session(studio.db, session_id, owner=owner)
    pairs = zip(
        scenes.list_scenes(studio.db, session_id), scenes.list_scenes(studio.db, full.id), strict=True
    )
    standing_for = {one.id: other.id for one, other in pairs}
    return full.id, [standing_for.get(scene_id, scene_id) for scene_id in scene_ids]


async def rendered(
    studio: Studio,
    session_id: str,
    *,
    owner: str,
    scene_ids: list[str],
    quality: str | None,
    say: Callable[[str], None],
) -> ToolResult:
    """Render a session to its end, however long that takes; ``say`` hears how far it is."""
    if quality is not None:
        session_id, scene_ids = _in_full(studio, session_id, owner, scene_ids)
    await studio.render(session_id, owner=owner, scene_ids=scene_ids)
    with watch(studio.db, session_id) as changes:
        while (status := _status(studio, session_id, owner)).status in _UNDER_WAY:
            changes.forget()
            say(_progress_text(status)[2])
            if await changes.wait(1.0):
                await asyncio.sleep(_STEP_S)
    return answer(status)


_UNDER_WAY = {SessionStatus.QUEUED, SessionStatus.GENERATING, SessionStatus.RENDERING}


async def _report(ctx: Context, status: SessionResult) -> None:
    settled, total, message = _progress_text(status)
    await ctx.report_progress(settled, total, message)


def _progress_text(status: SessionResult) -> tuple[int, int, str]:
    """How many scenes are settled of how many, and what is being drawn."""
    ready = status.ready or 0
    settled = ready + sum(scene.status in ("ready", "error") for scene in status.scenes)
    total = ready + len(status.scenes)
    drawing = [
        f"scene {scene.index + 1}: {scene.progress}" for scene in status.scenes if scene.status == "rendering"
    ]
    left = [f"about {status.estimate_s} s left"] if status.estimate_s else []
    message = f"{settled} of {total} scenes; " + "; ".join([*drawing, *left])
    return settled, total, message.rstrip("; ")


def _status(
    studio: Studio, session_id: str, owner: str, detail: Detail = "brief", offset: int = 0
) -> SessionResult:
    session = projects.get_session(studio.db, session_id, owner=owner)
    found = scenes.list_scenes(studio.db, session_id)
    jobs = open_jobs(studio.db, session_id)
    return session_result(
        session,
        found,
        jobs,
        following=_following(session.status),
        estimate_s=render_seconds(found, session.format, workers=studio.settings.sandbox.workers),
        detail=detail,
        offset=offset,
        # Polls come often: what is done was told before, and is told again at the end.
        unready=detail == "brief" and session.status in _UNDER_WAY,
    )


def _following(status: SessionStatus) -> str:
    return {
        SessionStatus.READY: "export_video.",
        SessionStatus.ERROR: "edit_scene what failed, then render again.",
        SessionStatus.IDLE: "render.",
    }.get(status, "get_status with wait_s=20.")
