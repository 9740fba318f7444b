"""What tools return: short, typed, with ids and with what to do next."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from pipeline.queue.jobs import SceneJob
from pipeline.state.model import Scene, Session

__all__ = [
    "ApiResult",
    "CheckResult",
    "ExportResult",
    "Finding",
    "ProjectLine",
    "ProjectList",
    "SceneLine",
    "SceneResult",
    "SessionLine",
    "SessionResult",
    "SnippetResult",
    "SnippetResults",
    "scene_line",
    "session_result",
]


class SceneLine(BaseModel):
    """A scene as a line of a session."""

    scene_id: str
    index: int
    title: str
    status: str
    version: int
    start_frame: int
    end_frame: int = Field(description="Inclusive.")
    progress: str | None = Field(None, description="Frames drawn, or the place in the queue.")
    error: dict[str, Any] | None = None


class SessionResult(BaseModel):
    """A session and its scenes."""

    session_id: str
    project_id: str
    title: str
    status: str
    total_frames: int
    fps: int
    scenes: list[SceneLine]
    changed: list[str] | None = Field(None, description="Ids of scenes this call made or changed.")
    next: str


class SceneResult(BaseModel):
    """One scene after a change."""

    scene_id: str
    session_id: str
    version: int
    status: str
    findings: list[Finding] = []
    next: str


class Finding(BaseModel):
    """Something wrong in the source or in what it draws."""

    rule: str
    severity: str
    line: int | None = None
    message: str
    fix: str = ""
    edit: dict[str, str] | None = Field(None, description="Exact replacement for edit_scene: old, new.")
    time_s: float | None = None


class CheckResult(BaseModel):
    """What a check found."""

    scene_id: str
    version: int
    ok: bool
    findings: list[Finding]
    error: dict[str, Any] | None = None
    duration_s: float | None = None
    frames: int | None = None
    fixed_diff: str | None = None
    next: str


class ExportResult(BaseModel):
    """A finished video."""

    session_id: str
    path: str
    frames: int
    duration_s: float
    size: int
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


def scene_line(scene: Scene, job: SceneJob | None = None) -> SceneLine:
    """A scene with its job's progress."""
    return SceneLine(
        scene_id=scene.id,
        index=scene.index,
        title=scene.title,
        status=str(scene.status),
        version=scene.version,
        start_frame=scene.start_frame,
        end_frame=scene.end_frame,
        progress=_progress(job),
        error=_short_error(scene.error),
    )


def session_result(
    session: Session,
    scenes: list[Scene],
    jobs: dict[str, SceneJob],
    *,
    following: str,
    changed: list[str] | None = None,
) -> SessionResult:
    """A session as a tool returns it."""
    return SessionResult(
        session_id=session.id,
        project_id=session.project_id,
        title=session.title,
        status=str(session.status),
        total_frames=sum(scene.duration_frames for scene in scenes),
        fps=session.format.fps,
        scenes=[scene_line(scene, jobs.get(scene.id)) for scene in scenes],
        changed=changed,
        next=following,
    )


def _progress(job: SceneJob | None) -> str | None:
    if job is None:
        return None
    if job.position is not None:
        return f"waiting, {job.position} ahead"
    return f"{job.done} of {job.total} frames" if job.total else f"{job.done} frames"


def _short_error(error: dict[str, Any] | None) -> dict[str, Any] | None:
    if error is None:
        return None
    wanted = ("code", "message", "fix", "line", "lesson", "lesson_line", "excerpt")
    return {key: error[key] for key in wanted if error.get(key)}


SceneResult.model_rebuild()
