"""What a person does in the player inside a chat: read a scene, look at a change, save it.

Only the player's page calls these: their visibility is ``app``, hosts keep them from the model, and clients
without MCP Apps are not told of them at all. They take what the studio's HTTP API takes.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastmcp import FastMCP
from fastmcp.tools import ToolResult
from mcp.types import TextContent
from pydantic import Field

from pipeline.checking import check_code
from pipeline.state import scenes
from pipeline.studio import Studio
from proofreel.errors import ProofreelError
from tools.context import Owner, TheStudio
from tools.offering import FOR_THE_APP, offer
from tools.results import FindingsResult, PlayerResult, PreviewResult, SourceResult, answer
from tools.watching import app_only, current_viewer

__all__ = ["register"]

Code = Annotated[str | None, Field(min_length=1, max_length=200_000)]
Blocks = Annotated[list[dict[str, Any]] | None, Field(min_length=1, max_length=60)]


class OneOfTwo(ProofreelError):
    """Code and blocks were given, or neither."""

    code = "invalid_arguments"


def register(mcp: FastMCP) -> None:
    """Add the tools that the player's page calls."""
    for_the_app = partial(offer, mcp, tags={FOR_THE_APP}, app=app_only())
    looks = partial(for_the_app, kind="reads", icon="look")
    looks(scene_source, title="Source for the player", result=SourceResult)
    looks(scene_check, title="Check for the player", result=FindingsResult)
    looks(scene_preview, title="Preview for the player", result=PreviewResult)
    for_the_app(scene_save, title="Save for the player", kind="adds", icon="write", result=PlayerResult)


async def scene_source(scene_id: str, studio: Studio = TheStudio, owner: str = Owner) -> ToolResult:
    """For the player: the current source of a scene, its code and its blocks."""
    found = studio.source(scene_id, owner=owner)
    said = SourceResult(version=found.version, kind=found.kind, code=found.code, blocks=found.blocks)
    return answer(said, _short(f"version {found.version}"))


async def scene_check(scene_id: str, code: str, studio: Studio = TheStudio, owner: str = Owner) -> ToolResult:
    """For the player: what the checker says of code that is not saved yet."""
    scenes.get_scene(studio.db, scene_id, owner=owner)
    findings = check_code(code)
    return answer(FindingsResult(findings=findings), _short(f"{len(findings)} findings"))


async def scene_preview(
    scene_id: str, code: Code = None, blocks: Blocks = None, owner: str = Owner
) -> ToolResult:
    """For the player: a rehearsal of a change that is not saved yet."""
    seen = await current_viewer().preview(scene_id, owner=owner, code=code, blocks=blocks)
    return answer(PreviewResult(preview=seen), _short("ok" if seen["ok"] else "not ok"))


async def scene_save(
    scene_id: str,
    version: Annotated[int, Field(ge=1)],
    code: Code = None,
    blocks: Blocks = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """For the player: a person's change of a scene, saved and rendered."""
    scenes.get_scene(studio.db, scene_id, owner=owner)
    if (code is None) == (blocks is None):
        raise OneOfTwo("code and blocks: exactly one is needed.", fix="Send what the editor holds.")
    if blocks is not None:
        scene = studio.edit_blocks(scene_id, owner=owner, base_version=version, blocks=blocks)
    else:
        scene = studio.edit_scene(scene_id, owner=owner, base_version=version, code=code, author="person")
    if scene.status != "ready":
        await studio.render(scene.session_id, owner=owner, scene_ids=[scene_id])
    session, url = await current_viewer().show(scene.session_id, owner=owner)
    return answer(PlayerResult(session=session, url=url), _short(f"version {scene.version}"))


def _short(text: str) -> TextContent:
    return TextContent(type="text", text=text)
