"""What proofreel knows, over HTTP: ``GET /search?q=`` and ``GET /context/{topic}``."""

from __future__ import annotations

import asyncio
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request

from knowledge.search import SnippetIndex, topic_context
from server.answers import ContextAnswer, ContextItemAnswer, SearchAnswer
from tools.knowledge import snippet_index

__all__ = ["router"]

router = APIRouter()


async def _index(request: Request) -> SnippetIndex:
    settings = request.app.state.studio.settings
    return await asyncio.to_thread(snippet_index, settings.home / "cache", settings.snippets)


@router.get("/search")
async def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=300)],
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
    topic: Annotated[str | None, Query(max_length=60)] = None,
) -> SearchAnswer:
    """Snippets that show what ``q`` asks for, the best first."""
    return cast("SearchAnswer", (await _index(request)).search(q, limit, topic).as_dict())


@router.get("/context/{topic}")
async def context(request: Request, topic: str) -> ContextAnswer:
    """At most eight snippets, pitfalls and API names of a topic."""
    items = topic_context(await _index(request), topic)
    return {"topic": topic, "context": [cast("ContextItemAnswer", item.as_dict()) for item in items]}
