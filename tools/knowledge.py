"""Looking things up: snippets that work, and the API of the installed manim."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING, Annotated

from fastmcp import FastMCP
from mcp.types import ToolAnnotations
from pydantic import Field

from pipeline.studio import Studio
from tools.context import TheStudio
from tools.results import ApiResult, SnippetResult, SnippetResults

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.search import SnippetIndex

__all__ = ["register", "snippet_index"]

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_CODE_TOKENS = 1500


def register(mcp: FastMCP) -> None:
    """Add the tools that look things up."""
    mcp.tool(search_snippets, title="Search snippets", annotations=_READS, timeout=30)
    mcp.tool(lookup_api, title="Look up manim's API", annotations=_READS, timeout=30)


@cache
def snippet_index(folder: Path) -> SnippetIndex:
    """The index kept below ``folder``; opened once a process."""
    from knowledge.search import SnippetIndex

    return SnippetIndex.open(folder / "snippets.db")


async def search_snippets(
    query: Annotated[
        str, Field(min_length=2, max_length=300, examples=["highlight one term of an equation"])
    ],
    limit: Annotated[int, Field(ge=1, le=10)] = 3,
    topic: Annotated[str | None, Field(description="Only this topic, e.g. calculus.")] = None,
    short: Annotated[bool, Field(description="Ids and titles only.")] = False,
    studio: Studio = TheStudio,
) -> SnippetResults:
    """Find short Manim scenes that run on this version, by what they show. Use it when you are unsure how
    something is done, or after an error; not for what lesson blocks do by themselves.
    """
    index = await asyncio.to_thread(snippet_index, studio.settings.home / "cache")
    answer = index.search(query, limit, topic, token_budget=_CODE_TOKENS, short=short)
    results = [
        SnippetResult(
            id=hit.snippet.id,
            title=hit.snippet.title,
            source=hit.snippet.source,
            license=hit.snippet.license,
            score=round(hit.score, 2),
            code=hit.code,
        )
        for hit in answer.hits
    ]
    return SnippetResults(results=results, did_you_mean=answer.did_you_mean)


async def lookup_api(
    symbol: Annotated[str, Field(min_length=1, max_length=120, examples=["Axes.plot"])],
    full: Annotated[bool, Field(description="With all methods.")] = False,
) -> ApiResult:
    """Explain a class, method, function, constant, colour or rate function of the installed manim: signature
    with every keyword, summary, methods; for a name it does not have, the nearest and what replaced it.
    """
    from knowledge.api import lookup

    entry = await asyncio.to_thread(lookup, symbol, full)
    return ApiResult(
        symbol=entry.symbol,
        found=entry.kind != "unknown",
        text=entry.text,
        near=list(getattr(entry, "near", ())),
    )
