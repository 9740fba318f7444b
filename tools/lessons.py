"""Planning: a lesson becomes a session with scenes."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastmcp import FastMCP
from mcp.types import ToolAnnotations
from pydantic import Field

from pipeline.lesson import Lesson, from_plan, parse
from pipeline.queue.jobs import open_jobs
from pipeline.state import projects
from pipeline.studio import Studio
from tools.context import Owner, TheStudio
from tools.results import ProjectLine, ProjectList, SessionLine, SessionResult, session_result

__all__ = ["register"]


def register(mcp: FastMCP) -> None:
    """Add the planning tools."""
    mcp.tool(
        plan_lesson,
        title="Plan a lesson",
        annotations=ToolAnnotations(
            read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
        timeout=30,
    )
    mcp.tool(
        list_projects,
        title="List projects",
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
        timeout=30,
    )


async def plan_lesson(
    lesson: Annotated[
        str,
        Field(
            description="The lesson: Markdown with front matter (title, theme, format), a `## ` heading per "
            "scene, and below it narration paragraphs, bullets, $$formulas$$, fenced code, and fenced plot, "
            "steps, table, timeline … blocks; or raw Manim in a ```manim fence. Read guide://lesson-format "
            "once. JSON of the same model works too.",
            examples=[
                "---\ntitle: Circles\n---\n\n## Area\n\nThe area grows with the square.\n\n$$A = \\pi r^2$$\n"
            ],
            min_length=1,
            max_length=400_000,
        ),
    ],
    quality: Annotated[
        Literal["preview", "full"], Field(description="preview: 480p15, quick; full: 1080p30.")
    ] = "preview",
    session_id: Annotated[
        str | None,
        Field(description="Bring this session to what the lesson says; unchanged scenes keep their chunks."),
    ] = None,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> SessionResult:
    """Turn a lesson into a session: one scene per heading, laid out for you.

    Start here. Every mistake in the lesson is reported at once, with its line. Nothing is rendered
    yet: next, check_scene where you wrote Manim code, then render.
    """
    parsed = await asyncio.to_thread(_parse, lesson)
    plan = studio.plan(parsed, owner=owner, quality=quality, session_id=session_id)
    following = "check_scene for scenes in Manim code, then render."
    if plan.session.status == "ready":
        following = "All of it has been rendered before: export_video."
    elif session_id and not plan.changed:
        following = "Nothing changed. render makes what is missing; export_video joins it."
    jobs = open_jobs(studio.db, plan.session.id)
    return session_result(plan.session, plan.scenes, jobs, following=following, changed=plan.changed)


async def list_projects(
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
    offset: Annotated[int, Field(ge=0)] = 0,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ProjectList:
    """List your projects and their sessions, the last changed first: to find a session's id again."""
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
    return ProjectList(projects=lines, next_offset=offset + limit if len(found) > limit else None)


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
