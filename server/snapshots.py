"""The state as the player reads it: camelCase JSON, one shape for a first look and for events."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.chunks import ChunkStore, poster_key
from pipeline.previewing import Preview
from pipeline.queue.waiting import SceneJob, open_jobs
from pipeline.state import projects, scenes
from pipeline.state.database import Database
from pipeline.state.generating import SessionGeneration, find_generation
from pipeline.state.model import Scene, Session, SessionStatus
from pipeline.state.projects import SessionSummary
from pipeline.state.writing import Writing
from server.answers import (
    GenerationAnswer,
    PreviewAnswer,
    ProgressAnswer,
    ProjectAnswer,
    SceneAnswer,
    SceneErrorAnswer,
    SessionAnswer,
    SessionInListAnswer,
    SnapshotAnswer,
    WaitingAnswer,
    WritingAnswer,
)

__all__ = [
    "ChunkUrls",
    "chunk_urls",
    "generation_dict",
    "preview_dict",
    "project_list",
    "scene_dict",
    "session_dict",
    "snapshot",
    "writing_dict",
]


def snapshot(db: Database, store: ChunkStore, session: Session) -> SnapshotAnswer:
    """A session with all of its scenes."""
    jobs = open_jobs(db, session.id)
    urls = chunk_urls(db, store, session.id)
    found = scenes.list_scenes(db, session.id)
    told = [scene_dict(scene, urls.get(scene.id), jobs.get(scene.id)) for scene in found]
    return {**session_dict(db, session, found), "scenes": told}


def session_dict(db: Database, session: Session, found: list[Scene]) -> SessionAnswer:
    """A session without its scenes."""
    form, generation = session.format, find_generation(db, session.id)
    return {
        "id": session.id,
        "projectId": session.project_id,
        "title": session.title,
        "status": session.status,
        "seq": session.seq,
        "format": {
            "width": form.width,
            "height": form.height,
            "fps": form.fps,
            "quality": "full" if form.profile == "final" else "preview",
        },
        "totalFrames": sum(scene.duration_frames for scene in found),
        "exportUrl": None,
        "captionsUrl": f"/api/sessions/{session.id}/captions.vtt",
        "error": _error(generation.error) if generation else None,
        "generation": generation_dict(generation) if generation else None,
        "updatedAt": session.updated_at,
    }


def scene_dict(scene: Scene, urls: ChunkUrls | None, job: SceneJob | None) -> SceneAnswer:
    """A scene; ``urls`` are those of the newest version that has a chunk."""
    progress: ProgressAnswer | None = None
    waiting: WaitingAnswer | None = None
    writing: WritingAnswer | None = None
    if job is not None and job.writing is not None:
        writing = writing_dict(job.writing)
    elif job is not None and job.position is None:
        progress = {"done": job.done, "total": job.total}
    elif job is not None and job.position is not None:
        waiting = {"ahead": job.position, "expectedS": job.expected_s}
    return {
        "id": scene.id,
        "index": scene.index,
        "title": scene.title,
        "status": scene.status,
        "version": scene.version,
        "seq": scene.seq,
        "startFrame": scene.start_frame,
        "endFrame": scene.end_frame,
        "durationInFrames": scene.duration_frames,
        "url": urls.video if urls else None,
        "posterUrl": urls.poster if urls else None,
        "error": _error(scene.error),
        "progress": progress,
        "waiting": waiting,
        "writing": writing,
        "updatedAt": scene.updated_at,
    }


def generation_dict(generation: SessionGeneration) -> GenerationAnswer:
    """How a generation stands, and what it has cost."""
    return {
        "id": generation.id,
        "kind": generation.kind,
        "status": generation.status,
        "answers": generation.answers,
        "tokens": generation.tokens,
        "usd": generation.usd,
    }


def writing_dict(writing: Writing) -> WritingAnswer:
    """How far a model is with a scene: its answers, tokens and dollars."""
    return {"answers": writing.answers, "tokens": writing.tokens, "usd": writing.usd}


@dataclass(frozen=True, slots=True)
class ChunkUrls:
    """Where the chunk that viewers see is read, and the picture that stands for it."""

    video: str
    poster: str | None


def chunk_urls(db: Database, store: ChunkStore, session_id: str) -> dict[str, ChunkUrls]:
    """Scene id → URLs of the chunk that viewers see."""
    rows = db.rows(
        """
        SELECT scenes.id, chunk_key, json_extract(report, '$.poster') AS poster
        FROM scenes JOIN scene_versions ON scene_id = scenes.id AND scene_versions.version = chunk_version
        WHERE session_id = ? AND chunk_key IS NOT NULL
        """,
        (session_id,),
    )
    return {
        row["id"]: ChunkUrls(
            store.url(row["chunk_key"]), store.url(poster_key(row["chunk_key"])) if row["poster"] else None
        )
        for row in rows
    }


def preview_dict(seen: Preview) -> PreviewAnswer:
    """What a change would look like; pictures as ``data:`` URLs, because nobody asks for them again."""
    report = seen.report
    return {
        "ok": report.ok,
        "code": seen.code,
        "findings": report.findings,
        "error": report.error,
        "frames": report.frames,
        "durationS": report.duration_s,
        "pictures": {
            str(frame): f"data:image/jpeg;base64,{b64encode(data).decode()}"
            for frame, data in sorted(seen.frames.items())
        },
    }


def project_list(
    db: Database, store: ChunkStore, *, owner: str, limit: int, offset: int
) -> list[ProjectAnswer]:
    """A page of an owner's projects."""
    return [
        {
            "id": project.id,
            "title": project.title,
            "updatedAt": project.updated_at,
            "sessions": [_in_list(session, store) for session in project.sessions],
        }
        for project in projects.list_projects(db, owner=owner, limit=limit, offset=offset)
    ]


def _in_list(session: SessionSummary, store: ChunkStore) -> SessionInListAnswer:
    return {
        "id": session.id,
        "title": session.title,
        "status": SessionStatus(session.status),
        "totalFrames": session.total_frames,
        "sceneCount": session.scene_count,
        "readyCount": session.ready_count,
        "updatedAt": session.updated_at,
        "posterUrl": store.url(poster_key(session.poster_of)) if session.poster_of else None,
    }


def _error(error: Mapping[str, Any] | None) -> SceneErrorAnswer | None:
    if error is None:
        return None
    return {
        "code": error.get("code", "error"),
        "message": error.get("message", ""),
        "fix": error.get("fix", ""),
        "line": error.get("lesson_line") or error.get("line"),
        "correlationId": error.get("correlation_id"),
    }
