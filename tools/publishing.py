"""Publishing: a session's scenes go where viewers' browsers read them."""

from __future__ import annotations

from typing import Annotated

from fastmcp import Context, FastMCP
from fastmcp.tools import ToolResult
from mcp.types import InputRequiredResult
from pydantic import Field

from pipeline.exporting import require_ready
from pipeline.obligations import require_mended
from pipeline.state import projects
from pipeline.state.scenes import list_scenes
from pipeline.studio import Studio
from tools.consent import consent
from tools.context import Owner, TheStudio
from tools.offering import NEEDS_BUCKET, offer
from tools.results import PublishedScene, PublishResult, answer

__all__ = ["published", "register"]


def register(mcp: FastMCP) -> None:
    """Add the publishing tool."""
    needs = {NEEDS_BUCKET}
    offer(
        mcp,
        publish,
        title="Publish a session",
        kind="publishes",
        icon="share",
        result=PublishResult,
        tags=needs,
    )


async def publish(
    session_id: str,
    ctx: Context,
    wait_s: Annotated[float, Field(ge=0, le=25)] = 20,
    confirm: bool = False,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult | InputRequiredResult:
    """Upload a session, all scenes ready, for viewers: a checked URL per scene. Asks the user first.
    Next: publish again while done is false.
    """
    if not studio.publisher.under_way(session_id):
        question = await consent(ctx, _consequence(studio, session_id, owner), confirm=confirm)
        if question is not None:
            return question
    return await published(studio, session_id, owner=owner, wait_s=wait_s)


async def published(studio: Studio, session_id: str, *, owner: str, wait_s: float | None) -> ToolResult:
    """Publish and say what is where; ``wait_s`` None: until it is done."""
    progress = await studio.publish(session_id, owner=owner, wait_s=wait_s)
    scenes = [
        PublishedScene(
            scene_id=scene.scene_id,
            index=scene.index,
            version=scene.version,
            url=scene.url,
            sha256=scene.sha256,
        )
        for scene in sorted(progress.scenes, key=lambda scene: scene.index)
    ]
    following = "Give the user the URLs." if progress.done else "publish again: it goes on."
    return answer(
        PublishResult(
            session_id=session_id, done=progress.done, total=progress.total, scenes=scenes, next=following
        )
    )


def _consequence(studio: Studio, session_id: str, owner: str) -> str:
    """What publishing would do, for whoever has to agree. Nobody is asked about what cannot be done."""
    session = projects.get_session(studio.db, session_id, owner=owner)
    found = list_scenes(studio.db, session_id)
    require_ready(found)
    require_mended(studio.db, found)
    s3 = studio.settings.s3
    bucket = f"bucket {s3.bucket!r}" if s3 else "the bucket"
    many = "1 scene" if len(found) == 1 else f"{len(found)} scenes"
    return f"This puts {many} of {session.title!r} into {bucket}, where whoever has a URL can watch."
