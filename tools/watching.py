"""Showing a session: the player inside the chat where the host can, an address for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, cast

from fastmcp import FastMCP
from fastmcp.apps.config import AppConfig
from fastmcp.resources import ResourceContent, ResourceResult
from fastmcp.server.dependencies import get_context
from fastmcp.tools import ToolResult
from fastmcp.utilities.mime import UI_MIME_TYPE
from mcp.types import TextContent

from tools.context import Owner
from tools.offering import FOR_THE_APP, offer
from tools.results import PlayerResult, answer

__all__ = ["Viewer", "app_only", "current_viewer", "register"]

PLAYER_URI = "ui://proofreel/player.html"


class Viewer(Protocol):
    """Where sessions can be watched; the server has one."""

    page: Path
    """The player as one HTML file."""
    far: bool
    """Whether clients may be on other machines, for whom a path says nothing."""

    async def video(self, session_id: str, name: str, *, owner: str) -> str | None:
        """Where an exported file can be fetched; ``None`` where nobody needs more than its path."""
        ...

    async def origin(self) -> str:
        """Scheme, host and port that media come from."""
        ...

    async def show(self, session_id: str, *, owner: str) -> tuple[dict[str, Any], str]:
        """The session as the player reads it, with absolute addresses; and the address of its page."""
        ...

    async def preview(
        self, scene_id: str, *, owner: str, code: str | None, blocks: list[dict[str, Any]] | None
    ) -> dict[str, Any]:
        """A rehearsal of a change that is not saved, as the studio reads it."""
        ...


def register(mcp: FastMCP) -> None:
    """Add ``open_player``, the player's page, and the tool that the page itself calls."""
    shown = AppConfig(resource_uri=PLAYER_URI)
    offer(
        mcp,
        open_player,
        title="Open the player",
        kind="reads",
        icon="render",
        result=PlayerResult,
        app=shown,
    )
    offer(
        mcp,
        session_snapshot,
        title="Session for the player",
        kind="reads",
        icon="look",
        result=PlayerResult,
        tags={FOR_THE_APP},
        app=app_only(),
    )
    mcp.resource(PLAYER_URI, name="player", title="The player", mime_type=UI_MIME_TYPE)(player_page)


def app_only() -> AppConfig:
    """How a tool is marked that the player's page alone may call."""
    return AppConfig(resource_uri=PLAYER_URI, visibility=["app"])


async def open_player(session_id: str, owner: str = Owner) -> ToolResult:
    """Show a session to the user in the chat, or give its address to open. Use when scenes are rendered."""
    session, url = await current_viewer().show(session_id, owner=owner)
    text = f"{session['title']}, {session['status']}. Watch and edit it at {url}"
    return answer(PlayerResult(session=session, url=url), TextContent(type="text", text=text))


async def session_snapshot(session_id: str, owner: str = Owner) -> ToolResult:
    """For the player: the session as it is now."""
    session, url = await current_viewer().show(session_id, owner=owner)
    return answer(
        PlayerResult(session=session, url=url), TextContent(type="text", text=str(session["status"]))
    )


async def player_page() -> ResourceResult:
    """The player, with the one origin that its frame may load media from."""
    viewer = current_viewer()
    origin = await viewer.origin()
    csp = {"resourceDomains": [origin], "connectDomains": [origin]}
    page = ResourceContent(
        viewer.page.read_text(encoding="utf-8"), UI_MIME_TYPE, {"ui": {"csp": csp, "prefersBorder": False}}
    )
    return ResourceResult([page])


def current_viewer() -> Viewer:
    """Where this call's sessions can be watched."""
    return cast("Viewer", get_context().lifespan_context["viewer"])
