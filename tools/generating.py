"""Generation on the server: a model of ours plans and makes the video."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

from fastmcp import Context, FastMCP
from fastmcp.tools import ToolResult
from mcp.types import InputRequiredResult
from pydantic import Field

from pipeline.studio import Studio
from tools.consent import consent
from tools.context import Owner, TheStudio
from tools.offering import NEEDS_MODEL, offer
from tools.results import GenerationResult, answer

if TYPE_CHECKING:
    from pipeline.director import DirectorSettings
    from pipeline.director.director import Progress

__all__ = ["generated", "register"]


def register(mcp: FastMCP) -> None:
    """Add ``generate_lesson``."""
    offer(
        mcp,
        generate_lesson,
        title="Generate a lesson",
        kind="buys",
        icon="plan",
        result=GenerationResult,
        tags={NEEDS_MODEL},
    )


async def generate_lesson(
    ctx: Context,
    prompt: Annotated[str, Field(max_length=4_000)] = "",
    generation_id: str = "",
    quality: Literal["preview", "full"] = "preview",
    cancel: bool = False,
    confirm: bool = False,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult | InputRequiredResult:
    """Have the server's paid model make a video; rather plan_lesson. Next: again with generation_id."""
    director = studio.require_director()
    if generation_id and cancel:
        director.cancel(generation_id, owner=owner)
    if not generation_id:
        from pipeline.director.director import GenerateRequest, require_prompt

        require_prompt(prompt)
        question = await consent(ctx, _cost(director.settings), confirm=confirm)
        if question is not None:
            return question
        generation_id = director.generate(GenerateRequest(prompt, owner, quality))
    return answer(_result(director.progress(generation_id, owner=owner)))


async def generated(
    studio: Studio, generation_id: str, *, owner: str, say: Callable[[str], None]
) -> ToolResult:
    """Wait for a generation's end, however long that takes; ``say`` hears how far it is."""
    director = studio.require_director()
    director.progress(generation_id, owner=owner)  # refuses somebody else's
    return answer(_result(await director.wait(generation_id, lambda now: say(_standing(now)))))


def _result(progress: Progress) -> GenerationResult:
    running = progress.generation.status == "running"
    return GenerationResult(
        generation_id=progress.generation.id,
        session_id=progress.generation.session_id or "",
        status=progress.generation.status,
        progress=_standing(progress),
        error=progress.generation.error,
        next="Call again with generation_id in 20 s." if running else "get_status, then export_video.",
    )


def _standing(progress: Progress) -> str:
    settled = sum(record.outcome != "working" for record in progress.scenes)
    money = "" if progress.spent.usd is None else f", ${progress.spent.usd:.2f}"
    scenes = f"{settled} of {len(progress.scenes)} scenes" if progress.scenes else "no scenes yet"
    return f"{progress.stage}: {scenes}, {progress.spent.tokens:,} tokens{money}"


def _cost(settings: DirectorSettings) -> str:
    budget = settings.budget
    limits = [f"{budget.tokens:,} tokens"] if budget.tokens else []
    limits += [f"${budget.usd:g}"] if budget.usd else []
    return f"This asks a paid model ({settings.model}); it stops at {' or '.join(limits) or 'no limit'}."
