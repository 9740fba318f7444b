"""Rows of the state as dataclasses, and the words for their statuses."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from ulid import ULID

__all__ = [
    "FULL",
    "PREVIEW",
    "Project",
    "Scene",
    "SceneKind",
    "SceneStatus",
    "SceneVersion",
    "Session",
    "SessionStatus",
    "VideoFormat",
    "new_id",
    "now_ms",
]

SceneKind = Literal["blocks", "code"]


class SceneStatus(StrEnum):
    """Where a scene is on its way to a chunk."""

    QUEUED = "queued"
    GENERATING_CODE = "generating_code"
    RENDERING = "rendering"
    UPLOADING = "uploading"
    READY = "ready"
    ERROR = "error"


class SessionStatus(StrEnum):
    """Derived from the scenes; never set by hand."""

    IDLE = "idle"
    QUEUED = "queued"
    GENERATING = "generating"
    RENDERING = "rendering"
    READY = "ready"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """What every chunk of a session looks like. Frames are ``width`` × ``height`` pixels."""

    width: int = 1920
    height: int = 1080
    fps: int = 30
    profile: Literal["final", "preview"] = "final"


FULL = VideoFormat()
PREVIEW = VideoFormat(854, 480, 15, "preview")


@dataclass(frozen=True, slots=True)
class Project:
    """What belongs to one owner."""

    id: str
    owner: str
    title: str
    created_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Session:
    """One video of a project: a sequence of scenes in one format."""

    id: str
    project_id: str
    title: str
    status: SessionStatus
    seq: int
    format: VideoFormat
    settings: dict[str, Any]
    """What the whole lesson shares: theme, math, voice, language, description."""
    source_name: str
    """The lesson file's name, for messages; empty when the lesson came over MCP."""
    created_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene as it stands. Frames count from 0; ``end_frame`` is inclusive."""

    id: str
    session_id: str
    slot: int
    """Which scene of the session this was when it was made; part of its chunks' keys for ever."""
    index: int
    title: str
    status: SceneStatus
    version: int
    chunk_version: int | None
    """The newest version that has a chunk: what viewers see."""
    start_frame: int
    end_frame: int
    duration_frames: int
    seq: int
    error: dict[str, Any] | None
    created_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class SceneVersion:
    """One version of a scene: its source, and its chunk once there is one."""

    scene_id: str
    version: int
    kind: SceneKind
    code: str
    blocks: list[dict[str, Any]] | None
    line_map: dict[int, int]
    """Line of ``code`` → line of the lesson file, where there is one."""
    assets: dict[str, str]
    """File name in the scene → sha256 of its bytes in the ``assets`` table."""
    digest: str
    """Content address: code, assets, settings, manim and stage version."""
    author: str
    change: str
    created_at: int
    chunk_key: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    frames: int | None = None
    report: dict[str, Any] | None = None
    """What the render said that is worth keeping: plays, captions, seconds."""


def new_id(prefix: Literal["prj", "ses", "scn", "job", "tok", "tsk", "gen"]) -> str:
    """An opaque id that sorts by time of making."""
    return f"{prefix}_{str(ULID()).lower()}"


def now_ms() -> int:
    """Epoch milliseconds, UTC."""
    return time.time_ns() // 1_000_000
