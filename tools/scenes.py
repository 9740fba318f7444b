"""Scenes by hand: new code, small edits, history, going back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastmcp import FastMCP
from fastmcp.tools import ToolResult
from pydantic import BaseModel, Field

from pipeline.checking import check_code
from pipeline.editing import Replacement
from pipeline.state.history import scene_history
from pipeline.state.model import Scene
from pipeline.studio import Studio
from tools.context import Owner, TheStudio, current_author
from tools.offering import offer
from tools.results import Detail, Finding, HistoryResult, SceneResult, VersionLine, answer

__all__ = ["register"]

SceneId = Annotated[str, Field(examples=["scn_01k…"])]


class Edit(BaseModel):
    """An exact replacement."""

    old: Annotated[str, Field(min_length=1, description="Stands exactly once in the source.")]
    new: str


def register(mcp: FastMCP) -> None:
    """Add the tools that change scenes."""
    offer(mcp, write_scene, title="Write a scene", kind="adds", icon="write", result=SceneResult)
    offer(mcp, edit_scene, title="Edit a scene", kind="adds", icon="write", result=SceneResult)
    offer(mcp, history, title="History of a scene", kind="reads", icon="find", result=HistoryResult)
    offer(mcp, revert_scene, title="Go back to a version", kind="repeats", icon="back", result=SceneResult)


async def write_scene(
    session_id: Annotated[str, Field(examples=["ses_01k…"])],
    title: Annotated[str, Field(min_length=1, max_length=200)],
    code: Annotated[
        str,
        Field(
            description="Python file for Manim Community 0.22 with one Scene class; `lessonkit` may be "
            "imported. No files, network or TeX.",
            min_length=1,
            max_length=200_000,
        ),
    ],
    index: Annotated[int | None, Field(ge=0, description="Insert before this one; else at the end.")] = None,
    scene_id: Annotated[str | None, Field(description="Replace this scene's code.")] = None,
    base_version: Annotated[int | None, Field(ge=1, description="Version you read, with scene_id.")] = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Add a scene in Manim code, or give one wholly new code; it is checked at once.
    For small changes edit_scene; where blocks can show it, plan_lesson. Next: check_scene.
    """
    scene = studio.write_scene(
        session_id,
        owner=owner,
        title=title,
        code=code,
        index=index,
        scene_id=scene_id,
        base_version=base_version,
        author=current_author(),
    )
    return answer(_result(scene, code))


async def edit_scene(
    scene_id: SceneId,
    edits: Annotated[list[Edit], Field(min_length=1, max_length=50)],
    base_version: Annotated[int | None, Field(ge=1, description="Version you read.")] = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Change a scene's code (read it at scene://{scene_id}/source) by exact replacements: all or none.
    Findings bring ready ones. Next: check_scene, then render; the other scenes keep their video.
    """
    replacements = [Replacement(edit.old, edit.new) for edit in edits]
    scene = studio.edit_scene(
        scene_id,
        owner=owner,
        replacements=replacements,
        base_version=base_version,
        author=current_author(),
    )
    return answer(_result(scene, studio.source(scene.id, owner=owner).code))


async def history(
    scene_id: SceneId,
    detail: Annotated[Detail, Field(description="full: with differences.")] = "brief",
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
    offset: Annotated[int, Field(ge=0)] = 0,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """List a scene's versions, newest first: who changed what. Next: revert_scene."""
    lines = [
        VersionLine(
            version=change.version,
            author=change.author,
            change=change.change,
            created_at=datetime.fromtimestamp(change.created_at / 1000, UTC).isoformat(timespec="seconds"),
            current=change.current,
            rendered=change.checksum is not None,
            diff=(change.diff or None) if detail == "full" else None,
        )
        for change in scene_history(studio.db, scene_id, owner=owner)
    ]
    more = offset + limit if len(lines) > offset + limit else None
    page = lines[offset : offset + limit]
    following = "revert_scene goes back to one."
    return answer(HistoryResult(scene_id=scene_id, versions=page, next_offset=more, next=following))


async def revert_scene(
    scene_id: SceneId,
    version: Annotated[int, Field(ge=1, description="From history.")],
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Make an old version of a scene current again, as a new version; its video is reused."""
    return answer(_result(studio.revert(scene_id, owner=owner, version=version), None))


def _result(scene: Scene, code: str | None) -> SceneResult:
    findings = [Finding.model_validate(found) for found in check_code(code)] if code else []
    errors = sum(finding.severity == "error" for finding in findings)
    following = "check_scene, then render."
    if errors:
        ready = any(finding.edit for finding in findings)
        following = "edit_scene with the findings' edits." if ready else "edit_scene to mend the findings."
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
