"""Generation on the server: a model of ours plans and makes the video."""

from __future__ import annotations

from typing import Annotated, Literal

from fastmcp import FastMCP
from fastmcp.tools import ToolResult
from pydantic import Field

from pipeline.director.director import GenerateRequest
from pipeline.studio import Studio
from tools.context import Owner, TheStudio
from tools.offering import NEEDS_MODEL, offer
from tools.results import GenerationResult, answer

__all__ = ["register"]


def register(mcp: FastMCP) -> None:
    """Add ``generate_lesson``."""
    offer(
        mcp,
        generate_lesson,
        title="Generate a lesson",
        kind="publishes",
        icon="plan",
        result=GenerationResult,
        tags={NEEDS_MODEL},
    )


async def generate_lesson(
    prompt: Annotated[str, Field(min_length=3, max_length=4_000)] = "",
    generation_id: str = "",
    quality: Literal["preview", "full"] = "preview",
    cancel: bool = False,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Let the server's own, paid model make a whole video of prompt; minutes. With generation_id: how it
    stands. Rather plan_lesson yourself.
    """
    director = studio.require_director()
    if generation_id and cancel:
        director.cancel(generation_id, owner=owner)
    chosen = generation_id or director.generate(GenerateRequest(prompt, owner, quality))
    progress = director.progress(chosen, owner=owner)
    settled = sum(record.outcome != "working" for record in progress.scenes)
    running = progress.generation.status == "running"
    return answer(
        GenerationResult(
            generation_id=chosen,
            session_id=progress.generation.session_id or "",
            status=progress.generation.status,
            stage=progress.stage,
            settled=settled,
            scenes=len(progress.scenes),
            tokens=progress.spent.tokens,
            usd=progress.spent.usd,
            error=progress.generation.error,
            next="Call again with generation_id in 20 s." if running else "get_status, then export_video.",
        )
    )
