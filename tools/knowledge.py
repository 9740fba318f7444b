"""Looking things up: snippets that work, and the API of the installed manim."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING, Annotated

from fastmcp import FastMCP
from fastmcp.tools import ToolResult
from pydantic import Field

from pipeline.studio import Studio
from tools.context import TheStudio
from tools.offering import offer
from tools.results import ApiResult, Detail, SnippetResult, SnippetResults, answer

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.search import SnippetIndex

__all__ = ["register", "snippet_index"]

_CODE_TOKENS = 1500


def register(mcp: FastMCP) -> None:
    """Add the tools that look things up."""
    offer(mcp, search_snippets, title="Search snippets", kind="reads", icon="find", result=SnippetResults)
    offer(mcp, lookup_api, title="Look up manim's API", kind="reads", icon="find", result=ApiResult)


@cache
def snippet_index(folder: Path, own: tuple[Path, ...] = ()) -> SnippetIndex:
    """The index kept below ``folder``, of our snippets and the user's ``own``; opened once a process."""
    from knowledge.search import SnippetIndex

    return SnippetIndex.open(folder / "snippets.db", folders=own, meaning=True)


async def search_snippets(
    query: Annotated[
        str, Field(min_length=2, max_length=300, examples=["highlight one term of an equation"])
    ],
    limit: Annotated[int, Field(ge=1, le=10)] = 3,
    topic: Annotated[str | None, Field(description="E.g. calculus.")] = None,
    detail: Annotated[Detail, Field(description="brief: without code.")] = "full",
    studio: Studio = TheStudio,
) -> ToolResult:
    """Find short Manim scenes that run here, by what they show. Use when unsure how something is done, or
    after an error; not for what lesson blocks do. Next: write_scene.
    """
    index = await asyncio.to_thread(snippet_index, studio.settings.home / "cache", studio.settings.snippets)
    found = index.search(query, limit, topic, token_budget=_CODE_TOKENS, short=detail == "brief")
    results = [
        SnippetResult(
            id=hit.snippet.id,
            title=hit.snippet.title,
            source=hit.snippet.source,
            license=hit.snippet.license,
            score=round(hit.score, 2),
            code=hit.code,
        )
        for hit in found.hits
    ]
    return answer(SnippetResults(results=results, did_you_mean=found.did_you_mean))


async def lookup_api(
    symbol: Annotated[str, Field(min_length=1, max_length=120, examples=["Axes.plot"])],
    detail: Annotated[Detail, Field(description="full: all methods.")] = "brief",
) -> ToolResult:
    """Explain a name of the installed manim or lessonkit (class, method, colour …): signature with every
    keyword, summary; for one they lack, the nearest and what replaced it. Next: edit_scene.
    """
    from knowledge.api import lookup
    from pipeline.kit_reference import kit_entry

    entry = await asyncio.to_thread(lookup, symbol, detail == "full")
    if not entry.found and (text := await asyncio.to_thread(kit_entry, symbol)):
        return answer(ApiResult(symbol=symbol, found=True, text=text))
    return answer(
        ApiResult(
            symbol=entry.symbol,
            found=entry.found,
            text=entry.text,
            near=[*filter(None, [entry.instead]), *entry.nearest],
        )
    )
