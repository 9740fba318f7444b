"""Publishing: a session's scenes go where viewers' browsers read them."""

from __future__ import annotations

from typing import Annotated

from fastmcp import FastMCP
from fastmcp.tools import ToolResult
from pydantic import Field

from pipeline.studio import Studio
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
    wait_s: Annotated[float, Field(ge=0, le=25)] = 20,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Upload a session, all scenes ready, for viewers; returns a checked URL per scene. Sends only what is
    missing. Next: publish again while done is false.
    """
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
