"""Completes the arguments of prompts and of resource templates, from what the caller has."""

from __future__ import annotations

import asyncio

from fastmcp import FastMCP
from mcp.types import (
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)

from pipeline.state import projects, scenes
from tools.context import current_owner, current_studio
from tools.knowledge import snippet_index
from tools.manual import complete_symbol
from tools.prompts import AUDIENCES, LANGUAGES, MINUTES

__all__ = ["register"]

_MOST = 50


def register(mcp: FastMCP) -> None:
    """Add the completion handler."""
    mcp.completion(complete)


async def complete(
    ref: PromptReference | ResourceTemplateReference,
    argument: CompletionArgument,
    context: CompletionContext | None,
) -> list[str]:
    """What may follow what has been typed. Ids are also found by the title of what they name."""
    del ref, context
    if argument.name == "symbol":
        return await asyncio.to_thread(complete_symbol, argument.value)
    known = await _known(argument.name)
    typed = argument.value.casefold()
    begins = [value for value, _ in known if value.casefold().startswith(typed)]
    holds = [value for value, words in known if typed in f"{value} {words}".casefold()]
    return list(dict.fromkeys([*begins, *holds]))[:_MOST]


async def _known(name: str) -> list[tuple[str, str]]:
    """Values with the words by which they may be found."""
    match name:
        case "session_id":
            return [(session.id, session.title) for session in _sessions()]
        case "scene_id":
            db = current_studio().db
            return [
                (scene.id, f"{scene.title} {session.title}")
                for session in _sessions()
                for scene in scenes.list_scenes(db, session.id)
            ]
        case "topic":
            folder = current_studio().settings.home / "cache"
            index = await asyncio.to_thread(snippet_index, folder)
            return [(topic, "") for topic in index.topics]
        case "language":
            return [(language, "") for language in LANGUAGES]
        case "minutes":
            return [(minutes, "") for minutes in MINUTES]
        case "audience":
            return [(audience, "") for audience in AUDIENCES]
        case _:
            return []


def _sessions() -> list[projects.SessionSummary]:
    found = projects.list_projects(current_studio().db, owner=current_owner(), limit=_MOST)
    return [session for project in found for session in project.sessions]
