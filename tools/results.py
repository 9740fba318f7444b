"""What tools return: short, typed, with ids and with what to do next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from fastmcp.tools import ToolResult
from mcp.types import ContentBlock, TextContent
from pydantic import BaseModel

from pipeline.queue.waiting import SceneJob
from pipeline.state.model import Scene, SceneStatus, Session

__all__ = [
    "ApiResult",
    "CancelResult",
    "CheckResult",
    "Detail",
    "ExportResult",
    "Finding",
    "FindingsResult",
    "GenerationResult",
    "HistoryResult",
    "PlayerResult",
    "PreviewResult",
    "ProjectLine",
    "ProjectList",
    "PublishResult",
    "PublishedScene",
    "SceneLine",
    "SceneResult",
    "SessionLine",
    "SessionResult",
    "SnippetResult",
    "SnippetResults",
    "SourceResult",
    "VersionLine",
    "ViewResult",
    "answer",
    "session_result",
]

Detail = Literal["brief", "full"]


class Finding(BaseModel):
    """Something wrong in the source or in what it draws."""

    rule: str
    severity: str
    line: int | None = None
    message: str
    fix: str = ""
    edit: dict[str, str] | None = None
    """An exact replacement for edit_scene: old, new."""
    time_s: float | None = None
    id: str | None = None
    """What check_scene's ``waive`` takes."""
    waived: str | None = None
    """The reason why it may stay."""


class SceneLine(BaseModel):
    """A scene as a line of a session."""

    scene_id: str
    index: int
    title: str
    status: str
    version: int
    start_frame: int | None = None
    end_frame: int | None = None
    """Inclusive."""
    progress: str | None = None
    """Frames drawn, or the place in the queue."""
    error: dict[str, Any] | None = None
    findings: list[Finding] | None = None
    """Of a scene in Manim code, as far as they are known without running it."""


class SessionResult(BaseModel):
    """A session and its scenes."""

    session_id: str
    project_id: str
    title: str
    status: str
    total_frames: int
    fps: int
    scenes: list[SceneLine]
    ready: int | None = None
    """Scenes that are ready and not in the list: while it renders, only what is not is told."""
    next_offset: int | None = None
    changed: list[str] | None = None
    """Ids of the scenes that planning again made or changed; a new session is new altogether."""
    estimate_s: int | None = None
    """Seconds that rendering what is missing will take."""
    next: str


class SceneResult(BaseModel):
    """One scene after a change."""

    scene_id: str
    session_id: str
    version: int
    status: str
    findings: list[Finding] = []
    next: str


class CheckResult(BaseModel):
    """What a check found."""

    scene_id: str
    version: int
    ok: bool
    findings: list[Finding]
    more_findings: int = 0
    notes: list[str] = []
    error: dict[str, Any] | None = None
    duration_s: float | None = None
    fixed_diff: str | None = None
    next: str


class ViewResult(BaseModel):
    """Frames of a scene."""

    version: int
    rendered: bool


class GenerationResult(BaseModel):
    """Where a generation stands."""

    generation_id: str
    session_id: str
    status: str
    progress: str
    """The stage, scenes done of all, tokens and dollars spent."""
    error: dict[str, Any] | None = None
    next: str


class VersionLine(BaseModel):
    """A version of a scene."""

    version: int
    author: str
    change: str
    created_at: str
    current: bool
    rendered: bool
    diff: str | None = None
    """From the version before."""


class HistoryResult(BaseModel):
    """A page of a scene's versions, newest first."""

    scene_id: str
    versions: list[VersionLine]
    next_offset: int | None = None
    next: str


class CancelResult(BaseModel):
    """What a cancellation stopped."""

    session_id: str
    status: str
    cancelled: int
    """Renders that were waiting or under way."""
    next: str


class ExportResult(BaseModel):
    """A finished video, or none yet."""

    session_id: str
    path: str | None = None
    """Where it is on this machine, for whoever works on it."""
    url: str | None = None
    """Where it can be fetched over HTTP, for a day."""
    frames: int | None = None
    duration_s: float | None = None
    next: str


class PlayerResult(BaseModel):
    """Where a session can be watched."""

    session: dict[str, Any]
    url: str


class SourceResult(BaseModel):
    """A scene's source as the player's editor reads it."""

    version: int
    kind: str
    code: str
    blocks: list[dict[str, Any]] | None = None


class FindingsResult(BaseModel):
    """What the checker says of code."""

    findings: list[dict[str, Any]]


class PreviewResult(BaseModel):
    """What a change would draw."""

    preview: dict[str, Any]


class PublishedScene(BaseModel):
    """A scene where viewers read it."""

    scene_id: str
    index: int
    version: int
    url: str
    sha256: str


class PublishResult(BaseModel):
    """How far a publication is."""

    session_id: str
    done: bool
    total: int
    scenes: list[PublishedScene]
    next: str


class SessionLine(BaseModel):
    """A session as a line of a project."""

    session_id: str
    title: str
    status: str
    scenes: int
    ready: int
    duration_s: float


class ProjectLine(BaseModel):
    """A project with its sessions."""

    project_id: str
    title: str
    sessions: list[SessionLine]


class ProjectList(BaseModel):
    """A page of projects, the last changed first."""

    projects: list[ProjectLine]
    next_offset: int | None = None


class SnippetResult(BaseModel):
    """A snippet that answers a query."""

    id: str
    title: str
    source: str
    license: str
    score: float
    code: str | None = None


class SnippetResults(BaseModel):
    """Snippets, the best first."""

    results: list[SnippetResult]
    did_you_mean: str | None = None


class ApiResult(BaseModel):
    """An entry of the API reference."""

    symbol: str
    found: bool
    text: str
    near: list[str] = []


def answer(result: BaseModel, *content: ContentBlock) -> ToolResult:
    """A result without its empty fields; the text is the same JSON unless ``content`` says it better."""
    said = result.model_dump(mode="json", exclude_none=True)
    if not content:
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        content = (TextContent(type="text", text=text),)
    return ToolResult(content=list(content), structured_content=said)


def scene_line(
    scene: Scene,
    job: SceneJob | None = None,
    detail: Detail = "brief",
    findings: list[Finding] | None = None,
) -> SceneLine:
    """A scene with its job's progress; the frame range where there is one and it is asked for."""
    ranged = detail == "full"
    return SceneLine(
        scene_id=scene.id,
        index=scene.index,
        title=scene.title,
        status=str(scene.status),
        version=scene.version,
        start_frame=scene.start_frame if ranged else None,
        end_frame=scene.end_frame if ranged else None,
        progress=_progress(job),
        error=_short_error(scene.error),
        findings=findings or None,
    )


def session_result(
    session: Session,
    scenes: Sequence[Scene],
    jobs: dict[str, SceneJob],
    *,
    following: str,
    changed: list[str] | None = None,
    estimate_s: int = 0,
    detail: Detail = "brief",
    offset: int = 0,
    limit: int = 50,
    findings: Mapping[str, list[Finding]] | None = None,
    unready: bool = False,
) -> SessionResult:
    """A session as a tool returns it, with a page of its scenes; ``findings`` are by scene.

    ``unready`` leaves out the scenes that are ready and counts them.
    """
    listed = [scene for scene in scenes if scene.status is not SceneStatus.READY] if unready else scenes
    page = listed[offset : offset + limit]
    found = findings or {}
    return SessionResult(
        session_id=session.id,
        project_id=session.project_id,
        title=session.title,
        status=str(session.status),
        total_frames=sum(scene.duration_frames for scene in scenes),
        fps=session.format.fps,
        scenes=[scene_line(scene, jobs.get(scene.id), detail, found.get(scene.id)) for scene in page],
        ready=len(scenes) - len(listed) if unready else None,
        next_offset=offset + limit if len(listed) > offset + limit else None,
        changed=changed,
        estimate_s=estimate_s or None,
        next=following,
    )


def _progress(job: SceneJob | None) -> str | None:
    if job is None:
        return None
    if job.writing is not None:
        money = "" if job.writing.usd is None else f", ${job.writing.usd:.2f}"
        return f"a model writes it: {job.writing.answers} answers, {job.writing.tokens:,} tokens{money}"
    if job.position is not None:
        said = f"waiting, {job.position} ahead" if job.position else "next in line"
    else:
        said = f"{job.done} of {job.total} frames" if job.total else f"{job.done} frames"
    return said if job.expected_s is None else f"{said}, about {job.expected_s:.0f} s"


def _short_error(error: dict[str, Any] | None) -> dict[str, Any] | None:
    if error is None:
        return None
    wanted = ("code", "message", "fix", "line", "lesson", "lesson_line", "excerpt")
    return {key: error[key] for key in wanted if error.get(key)}
