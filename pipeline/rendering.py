"""From a scene's source to a chunk that can be trusted: render in one worker, decode in another.

Nothing here knows of SQLite or of stores: a :class:`RenderRequest` holds all that a worker needs, on
this machine or another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.queue.errors import SceneFailed
from pipeline.reports import Rendered, believable, scene_error
from pipeline.state.model import VideoFormat
from render_sandbox.errors import ChunkRejected
from render_sandbox.job import Job, JobKind, Limits
from render_sandbox.sandbox import Sandbox

__all__ = ["Chunk", "FrameSink", "RenderRequest", "produce", "scene_job"]

FrameSink = Callable[[int, int | None], None]
"""Called with frames drawn and, where it is known, frames in all."""


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """Everything that the making of one chunk depends on."""

    code: str
    format: VideoFormat
    settings: Mapping[str, Any]
    files: Mapping[str, bytes]
    """Assets and voices under the names that the scene uses; in a render also the last version's chunk."""
    label: str
    limits: Limits = Limits(wall_s=600)
    voice: Mapping[str, Any] | None = None
    """The table of spoken lines, see ``pipeline.narration.track``."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A decoded and counted chunk: MP4 bytes, frames, and what is worth keeping of the report."""

    data: bytes
    frames: int
    report: dict[str, Any]
    description: bytes = b""
    """Digests of its frames: with them the next version takes over what has not changed."""
    poster: bytes = b""
    """One of its frames as JPEG, small."""


async def produce(request: RenderRequest, sandbox: Sandbox, on_frames: FrameSink | None = None) -> Chunk:
    """Render a scene and check the chunk.

    Raises:
        SceneFailed: the scene's code raised.
        ChunkRejected: the chunk is not what was asked for.
        ProtocolViolation: the report is none.
        SandboxError: a limit, a dead worker, no backend.
    """

    def forward(message: Mapping[str, Any]) -> None:
        done, total = message.get("frames"), message.get("total")
        if on_frames and isinstance(done, int):
            on_frames(done, total if isinstance(total, int) else None)

    outcome = await sandbox.run(scene_job("render", request), forward)
    if outcome.report.get("ok") is not True:
        raise _scene_failed(outcome.report.get("error"), request.label)
    believable(outcome.report, Rendered, request.label)
    data = outcome.files.get("chunk.mp4", b"")
    probe, poster = await _probe(data, request, sandbox)
    kept = {
        key: outcome.report[key]
        for key in ("plays", "captions", "seconds", "versions")
        if key in outcome.report
    }
    description = outcome.files.get("frames.bin", b"")
    return Chunk(data, int(probe["frames"]), kept | {"audio": probe["audio"]}, description, poster)


def scene_job(kind: JobKind, request: RenderRequest, **more: Any) -> Job:
    """The sandbox job of a request; ``more`` goes into it for rehearsals."""
    form = request.format
    return Job(
        kind=kind,
        request={
            "scene": None,
            "format": {"width": form.width, "height": form.height, "fps": form.fps},
            "profile": form.profile,
            "math": request.settings.get("math", "mathjax"),
            "theme": request.settings.get("theme", "midnight"),
            "voice": request.voice,
            **more,
        },
        files={"scene.py": request.code.encode(), **request.files},
        limits=request.limits,
        label=request.label,
    )


async def _probe(data: bytes, request: RenderRequest, sandbox: Sandbox) -> tuple[Mapping[str, Any], bytes]:
    form = request.format
    expect = {"width": form.width, "height": form.height, "fps": form.fps}
    outcome = await sandbox.run(
        Job("probe", {"expect": expect}, {"chunk.mp4": data}, Limits(wall_s=120), f"probe of {request.label}")
    )
    if outcome.report.get("ok") is not True:
        error: Any = outcome.report.get("error") or {}
        raise ChunkRejected(
            f"The chunk of {request.label} was refused: {error.get('message', 'no video came out')}.",
            fix="Scenes must draw through manim only; render it again.",
        )
    return outcome.report, outcome.files.get("poster.jpg", b"")


def _scene_failed(report: Any, label: str) -> SceneFailed:
    error = scene_error(report)
    return SceneFailed(
        f"{label}: {error.type}: {error.message[:2000]}",
        type=error.type,
        reason=error.message[:2000],
        line=error.line,
        play=error.play,
        excerpt=error.excerpt[:12],
        traceback=error.traceback[:8000],
    )
