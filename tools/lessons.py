"""Planning: a lesson becomes a session with scenes."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastmcp import Context, FastMCP
from fastmcp.tools import ToolResult
from mcp.types import InputRequiredResult
from pydantic import Field

from pipeline.checking import check_code
from pipeline.estimating import render_seconds
from pipeline.lesson import Lesson, from_plan, parse
from pipeline.pairing import Plan, would_remove
from pipeline.queue.waiting import open_jobs
from pipeline.state import projects, scenes
from pipeline.state.model import SceneStatus
from pipeline.studio import Studio
from tools.consent import consent
from tools.context import Owner, TheStudio
from tools.offering import offer
from tools.results import (
    Finding,
    ProjectLine,
    ProjectList,
    SessionLine,
    SessionResult,
    answer,
    session_result,
)

__all__ = ["register"]


def register(mcp: FastMCP) -> None:
    """Add the planning tools."""
    offer(
        mcp,
        plan_lesson,
        title="Plan a lesson",
        kind="destroys",
        icon="plan",
        result=SessionResult,
        never=["ready"],
    )
    offer(mcp, list_projects, title="List projects", kind="reads", icon="find", result=ProjectList)


async def plan_lesson(
    ctx: Context,
    lesson: Annotated[
        str,
        Field(
            description="Markdown: front matter (title, theme), a `## ` heading per scene, below it "
            "narration, bullets, $$formulas$$, ``` blocks (plot, steps, table, timeline, manim …); or JSON.",
            examples=["---\ntitle: Circles\n---\n\n## Area\n\nIt grows with r².\n\n$$A = \\pi r^2$$\n"],
            min_length=1,
            max_length=400_000,
        ),
    ],
    quality: Annotated[Literal["preview", "full"], Field(description="480p15 or 1080p30.")] = "preview",
    session_id: Annotated[
        str | None, Field(description="Change this session; unchanged scenes keep edits and video.")
    ] = None,
    confirm: Annotated[bool, Field(description="Scenes that the lesson lacks may be deleted.")] = False,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult | InputRequiredResult:
    """Turn a lesson into a session, one laid-out scene per heading. Start here; read guide://lesson-format
    once. Every mistake is reported with its line. Not for one scene's change: edit_scene. Next: check_scene
    where you wrote Manim, then render.
    """
    parsed = await asyncio.to_thread(_parse, lesson)
    if session_id and (doomed := _doomed(studio, session_id, owner, parsed)):
        question = await consent(ctx, f"This deletes, with all their versions: {doomed}.", confirm=confirm)
        if question:
            return question
    plan = studio.plan(parsed, owner=owner, quality=quality, session_id=session_id)
    findings = await _findings_in_manim(studio, plan, parsed, owner)
    following = _following(findings)
    if plan.session.status == "ready":
        following = "All of it has been rendered before: export_video."
    elif session_id and not plan.changed:
        following = "Nothing changed. render makes what is missing; export_video joins it."
    if session_id and quality == "full" and plan.session.format.profile != "final":
        following += " The session stays a preview: render with quality=full makes another in full size."
    jobs = open_jobs(studio.db, plan.session.id)
    estimate = render_seconds(plan.scenes, plan.session.format, workers=studio.settings.sandbox.workers)
    return answer(
        session_result(
            plan.session,
            plan.scenes,
            jobs,
            following=following,
            changed=plan.changed if session_id else None,
            estimate_s=estimate,
            findings=findings,
        )
    )


async def list_projects(
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
    offset: Annotated[int, Field(ge=0)] = 0,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """List your projects with their sessions, newest first: to find an id again. Next: get_status."""
    found = projects.list_projects(studio.db, owner=owner, limit=limit + 1, offset=offset)
    lines = [
        ProjectLine(
            project_id=project.id,
            title=project.title,
            sessions=[
                SessionLine(
                    session_id=session.id,
                    title=session.title,
                    status=session.status,
                    scenes=session.scene_count,
                    ready=session.ready_count,
                    duration_s=round(session.total_frames / session.fps, 2),
                )
                for session in project.sessions[:10]
            ],
        )
        for project in found[:limit]
    ]
    return answer(ProjectList(projects=lines, next_offset=offset + limit if len(found) > limit else None))


def _doomed(studio: Studio, session_id: str, owner: str, lesson: Lesson) -> str:
    """The scenes of a session that planning ``lesson`` into it would delete, by their titles."""
    projects.get_session(studio.db, session_id, owner=owner)
    gone = would_remove(studio.db, session_id, lesson)
    titles = {scene.id: scene.title for scene in scenes.list_scenes(studio.db, session_id)}
    return ", ".join(repr(titles[scene_id]) for scene_id in gone)


async def _findings_in_manim(
    studio: Studio, plan: Plan, lesson: Lesson, owner: str
) -> dict[str, list[Finding]]:
    """What can be known without running them of the scenes in hand-written code that are to be rendered."""
    waiting = [
        scene
        for written, scene in zip(lesson.scenes, plan.scenes, strict=True)
        if scene.status is not SceneStatus.READY and any(block.kind == "manim" for block in written.blocks)
    ]
    found: dict[str, list[Finding]] = {}
    for scene in waiting:
        code = studio.source(scene.id, owner=owner).code
        said = await asyncio.to_thread(check_code, code)
        found[scene.id] = [Finding.model_validate(one) for one in said]
    return found


def _following(findings: dict[str, list[Finding]]) -> str:
    errors = {key: [one for one in found if one.severity == "error"] for key, found in findings.items()}
    broken = [key for key, found in errors.items() if found]
    if not broken:
        return f"check_scene {', '.join(findings)}, then render." if findings else "render."
    ready = all(one.edit for key in broken for one in errors[key])
    how = "check_scene with fix=true" if ready else "edit_scene, then check_scene"
    others = [key for key in findings if key not in broken]
    also = f" check_scene: {', '.join(others)}." if others else ""
    return f"{how}: {', '.join(broken)}.{also} Then render."


def _parse(lesson: str) -> Lesson:
    if lesson.lstrip().startswith("{"):
        import json

        try:
            return from_plan(json.loads(lesson))
        except json.JSONDecodeError as error:
            from pipeline.lesson import LessonError, Problem

            place = Problem("lesson", error.lineno, f"not JSON: {error.msg}.", "Send valid JSON or Markdown.")
            raise LessonError([place]) from error
    return parse(lesson, "lesson")
