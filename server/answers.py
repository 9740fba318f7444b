"""The forms of what the HTTP API answers: JSON as the player reads it and the OpenAPI document describes."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from pipeline.state.model import SceneStatus, SessionStatus
from render_sandbox.settings import PoolStatus

__all__ = [
    "ContextAnswer",
    "ContextItemAnswer",
    "ExportAnswer",
    "FindingsAnswer",
    "FormatAnswer",
    "HistoryAnswer",
    "JobAnswer",
    "JobsAnswer",
    "PreviewAnswer",
    "ProgressAnswer",
    "ProjectAnswer",
    "ProjectsAnswer",
    "SceneAnswer",
    "SceneErrorAnswer",
    "SearchAnswer",
    "SessionAnswer",
    "SessionInListAnswer",
    "SnapshotAnswer",
    "SnippetAnswer",
    "SourceAnswer",
    "StatusAnswer",
    "VersionAnswer",
    "WaitingAnswer",
    "WritingAnswer",
]


class FormatAnswer(TypedDict):
    """What a session's chunks look like."""

    width: int
    height: int
    fps: int
    quality: str
    """``full`` or ``preview``."""


class ProgressAnswer(TypedDict):
    """Frames drawn."""

    done: int
    total: int | None


class WaitingAnswer(TypedDict):
    """The place in the queue (0 is next), and the seconds that it will take."""

    ahead: int
    expectedS: float | None


class WritingAnswer(TypedDict):
    """What a scene has cost so far that a model writes now; ``usd`` where prices are set."""

    answers: int
    tokens: int
    usd: float | None


class SceneErrorAnswer(TypedDict):
    """Why a scene has no video. ``line`` is of the lesson file where there is one."""

    code: str
    message: str
    fix: str
    line: int | None
    correlationId: str | None


class SceneAnswer(TypedDict):
    """A scene; frames count from 0, ``endFrame`` is the last one. ``url`` is the newest chunk there is."""

    id: str
    index: int
    title: str
    status: SceneStatus
    version: int
    seq: int
    startFrame: int
    endFrame: int
    durationInFrames: int
    url: str | None
    posterUrl: str | None
    error: SceneErrorAnswer | None
    progress: ProgressAnswer | None
    waiting: WaitingAnswer | None
    writing: WritingAnswer | None
    updatedAt: int


class GenerationAnswer(TypedDict):
    """What the director last did in a session, and what it has cost; ``usd`` where prices are set."""

    id: str
    kind: Literal["generate", "edit"]
    status: Literal["running", "done", "failed", "cancelled"]
    answers: int
    tokens: int
    usd: float | None


class SessionAnswer(TypedDict):
    """A session without its scenes; ``seq`` is the number of its last change.

    ``error``: why the director could not do what was asked of it last.
    """

    id: str
    projectId: str
    title: str
    status: SessionStatus
    seq: int
    format: FormatAnswer
    totalFrames: int
    exportUrl: str | None
    captionsUrl: str
    error: SceneErrorAnswer | None
    generation: GenerationAnswer | None
    updatedAt: int


class SnapshotAnswer(SessionAnswer):
    """A session with all of its scenes, in order."""

    scenes: list[SceneAnswer]


class SessionInListAnswer(TypedDict):
    """A session as a list of projects has it."""

    id: str
    title: str
    status: SessionStatus
    totalFrames: int
    sceneCount: int
    readyCount: int
    updatedAt: int
    posterUrl: str | None


class ProjectAnswer(TypedDict):
    """A project with its sessions."""

    id: str
    title: str
    updatedAt: int
    sessions: list[SessionInListAnswer]


class ProjectsAnswer(TypedDict):
    """A page of projects, the last changed first."""

    projects: list[ProjectAnswer]


class JobsAnswer(TypedDict):
    """The renders that were asked for."""

    jobs: list[str]


class JobAnswer(TypedDict):
    """The work that was begun."""

    job_id: str


class ExportAnswer(TypedDict):
    """One MP4; ``size`` in bytes."""

    url: str
    frames: int
    size: int


class SourceAnswer(TypedDict):
    """A version's source: Manim code, and the blocks that it came from."""

    version: int
    kind: str
    code: str
    blocks: list[dict[str, Any]] | None


class VersionAnswer(TypedDict):
    """A version of a scene, and its difference from the one before."""

    version: int
    createdAt: int
    author: str
    change: str
    checksum: str | None
    current: bool
    diff: str


class HistoryAnswer(TypedDict):
    """Every version of a scene, newest first."""

    versions: list[VersionAnswer]


class FindingsAnswer(TypedDict):
    """What the checker says: rule, severity, place, message and fix of each finding."""

    findings: list[dict[str, Any]]


class PreviewAnswer(TypedDict):
    """What a change would look like. ``pictures``: frame number → ``data:`` URL."""

    ok: bool
    code: str
    findings: list[dict[str, Any]]
    error: dict[str, Any] | None
    frames: int | None
    durationS: float | None
    pictures: dict[str, str]


class StatusAnswer(TypedDict):
    """How the sandbox stands, and whether there is a director to ask for changes in words."""

    sandbox: PoolStatus | None
    canPrompt: bool


class SnippetAnswer(TypedDict):
    """A snippet that was found. ``code`` is left out where it would be too much."""

    id: str
    title: str
    topic: str
    source: str
    license: str
    score: float
    teaches: str
    level: str
    needs: list[str]
    manim: str
    code: str | None


class SearchAnswer(TypedDict):
    """What was found, the best first. ``did_you_mean`` is the question as it was understood."""

    query: str
    results: list[SnippetAnswer]
    version: str
    manim: str | None
    did_you_mean: NotRequired[str]


class ContextItemAnswer(TypedDict):
    """One thing to know: a ``snippet``, an ``api`` name or a ``pitfall``."""

    kind: str
    title: str
    text: str
    source: str


class ContextAnswer(TypedDict):
    """What there is to know of a topic."""

    topic: str
    context: list[ContextItemAnswer]
