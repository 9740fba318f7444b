"""Scenes by hand: new code, small edits, history, going back."""

from __future__ import annotations

from typing import Annotated

from fastmcp import FastMCP
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from pipeline.checking import check_code
from pipeline.editing import Replacement
from pipeline.state.model import Scene
from pipeline.studio import Studio
from tools.context import Owner, TheStudio
from tools.results import Finding, SceneResult

__all__ = ["register"]

_WRITES = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)


class Edit(BaseModel):
    """An exact replacement."""

    old: Annotated[str, Field(min_length=1, description="Stands exactly once in the source.")]
    new: str


def register(mcp: FastMCP) -> None:
    """Add the tools that change scenes."""
    mcp.tool(write_scene, title="Write a scene", annotations=_WRITES, timeout=30)
    mcp.tool(edit_scene, title="Edit a scene", annotations=_WRITES, timeout=30)
    mcp.tool(revert_scene, title="Go back to a version", annotations=_WRITES, timeout=30)


async def write_scene(
    session_id: Annotated[str, Field(examples=["ses_01k…"])],
    title: Annotated[str, Field(min_length=1, max_length=200)],
    code: Annotated[
        str,
        Field(
            description="A whole Python file for Manim Community 0.22 with one Scene class. `from lessonkit "
            "import …` works too. No files, no network, no TeX needed.",
            min_length=1,
            max_length=200_000,
        ),
    ],
    index: Annotated[
        int | None, Field(ge=0, description="Insert before this scene; omitted: at the end.")
    ] = None,
    scene_id: Annotated[str | None, Field(description="Replace this scene's code instead.")] = None,
    base_version: Annotated[
        int | None, Field(ge=1, description="With scene_id: the version you read; refused if it moved on.")
    ] = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> SceneResult:
    """Put a scene in raw Manim code into a session, or give a scene wholly new code.

    For a small change use edit_scene. The source is checked at once; run check_scene to see what it draws.
    """
    scene = studio.write_scene(
        session_id,
        owner=owner,
        title=title,
        code=code,
        index=index,
        scene_id=scene_id,
        base_version=base_version,
    )
    return _result(scene, code)


async def edit_scene(
    scene_id: Annotated[str, Field(examples=["scn_01k…"])],
    edits: Annotated[list[Edit], Field(min_length=1, max_length=50)],
    base_version: Annotated[int | None, Field(ge=1, description="The version you read.")] = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> SceneResult:
    """Change a scene's code by exact replacements: all are made, or none.

    Findings of check_scene bring ready edits. The other scenes are not touched; render makes this one anew.
    """
    replacements = [Replacement(edit.old, edit.new) for edit in edits]
    scene = studio.edit_scene(scene_id, owner=owner, replacements=replacements, base_version=base_version)
    return _result(scene, studio.source(scene.id, owner=owner).code)


async def revert_scene(
    scene_id: str,
    version: Annotated[int, Field(ge=1)],
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> SceneResult:
    """Make an old version of a scene current again; its video is reused, nothing is rendered."""
    scene = studio.revert(scene_id, owner=owner, version=version)
    return _result(scene, None)


def _result(scene: Scene, code: str | None) -> SceneResult:
    findings = [Finding.model_validate(found) for found in check_code(code)] if code else []
    errors = sum(finding.severity == "error" for finding in findings)
    following = "edit_scene with the findings' edits." if errors else "check_scene, then render."
    if str(scene.status) == "ready":
        following = "Ready; export_video joins the session."
    return SceneResult(
        scene_id=scene.id,
        session_id=scene.session_id,
        version=scene.version,
        status=str(scene.status),
        findings=findings,
        next=following,
    )
