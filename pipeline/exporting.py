"""One MP4 out of a session's chunks: packets are copied, nothing is encoded again."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.captions import session_cues
from pipeline.chunks import ChunkStore
from pipeline.narration.captions import Cue
from pipeline.state.database import Database
from pipeline.state.model import Scene, SceneStatus, SceneVersion, Session
from pipeline.state.scenes import list_scenes
from pipeline.state.versions import get_version
from proofreel.errors import ProofreelError
from render_sandbox.job import Job, Limits
from render_sandbox.sandbox import Sandbox

__all__ = ["Export", "NotReady", "export_session", "require_ready"]


class NotReady(ProofreelError):
    """The session has scenes without a chunk of their current version."""

    code = "not_ready"


@dataclass(frozen=True, slots=True)
class Export:
    """A finished video file."""

    path: Path
    frames: int
    fps: int
    size: int
    made: bool
    """Whether it was made now; False: it was there already."""

    def copy_to(self, target: Path) -> Path:
        """A copy at ``target``, in a folder that is made where there is none."""
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.path, target)
        return target


async def export_session(
    db: Database, store: ChunkStore, sandbox: Sandbox, session: Session, folder: Path
) -> Export:
    """Join a session's chunks into one MP4 with a chapter per scene.

    Done in a sandbox: the host never parses a container that came out of user code.

    Raises:
        NotReady: a scene has no chunk of its current version.
    """
    scenes = list_scenes(db, session.id)
    require_ready(scenes)
    versions = [get_version(db, scene.id, scene.version) for scene in scenes]
    frames = sum(scene.duration_frames for scene in scenes)
    path = folder / session.id / f"{_file_name(session.title)}-{_address(session, scenes, versions)[:8]}.mp4"
    made = not path.exists()
    if made:
        captions = session_cues(db, session)
        data = await _stitch(store, sandbox, session, scenes, versions, captions)
        await asyncio.to_thread(_write, path, data)
    return Export(path, frames, session.format.fps, path.stat().st_size, made)


def require_ready(scenes: Sequence[Scene]) -> None:
    """Refuse what cannot be shown whole.

    Raises:
        NotReady: a scene has no chunk of its current version.
    """
    waiting = [
        f"{scene.index + 1} ({scene.title}: {scene.status})"
        for scene in scenes
        if scene.status is not SceneStatus.READY
    ]
    if waiting or not scenes:
        raise NotReady(
            f"Not ready: scene {', '.join(waiting)}." if waiting else "The session has no scenes.",
            fix="Wait for what is being rendered (get_status), mend what is in error, render the rest.",
            scenes=[scene.id for scene in scenes if scene.status is not SceneStatus.READY],
        )


async def _stitch(
    store: ChunkStore,
    sandbox: Sandbox,
    session: Session,
    scenes: Sequence[Scene],
    versions: Sequence[SceneVersion],
    captions: Sequence[Cue],
) -> bytes:
    keys = [version.chunk_key or "" for version in versions]
    chunks = await asyncio.gather(*(asyncio.to_thread(store.get, key) for key in keys))
    request = {
        "title": session.title,
        "description": described(session),
        "fps": session.format.fps,
        "chapters": [
            {"title": scene.title, "start_frame": scene.start_frame, "frames": scene.duration_frames}
            for scene in scenes
        ],
        "captions": [
            {"start_s": cue.start_s, "end_s": cue.end_s, "text": "\n".join(cue.lines)} for cue in captions
        ],
    }
    job = Job(
        "stitch",
        request,
        {f"{number:03d}.mp4": chunk for number, chunk in enumerate(chunks)},
        Limits(wall_s=300, memory_mb=3072, output_mb=2048),
        f"export of {session.title}",
    )
    outcome = await sandbox.run(job)
    if outcome.report.get("ok") is not True or "video.mp4" not in outcome.files:
        raise ProofreelError(
            f"The chunks could not be joined: {outcome.report.get('error')}.",
            fix="Retry; if it stays, run `proofreel db check`.",
        )
    return outcome.files["video.mp4"]


def described(session: Session) -> str:
    """What a player shows as the video's description: its author and what its facts are taken from."""
    author, sources = session.settings.get("author"), session.settings.get("sources", [])
    lines = [f"By {author}."] if author else []
    return "\n".join(lines + (["Sources:", *(f"- {source}" for source in sources)] if sources else []))


def _address(session: Session, scenes: Sequence[Scene], versions: Sequence[SceneVersion]) -> str:
    parts = [
        session.title,
        described(session),
        [[s.title, v.sha256] for s, v in zip(scenes, versions, strict=True)],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _file_name(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "video"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    temporary.write_bytes(data)
    temporary.replace(path)
