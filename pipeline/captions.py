"""Captions of a whole session as WebVTT, from what its scenes' renders reported."""

from __future__ import annotations

from typing import Any

from pipeline.state.database import Database
from pipeline.state.model import Session
from pipeline.state.scenes import get_version, list_scenes

__all__ = ["session_captions", "timed_captions"]


def timed_captions(db: Database, session: Session) -> list[dict[str, Any]]:
    """Captions of every scene that has a chunk, in seconds from the session's start."""
    lines: list[dict[str, Any]] = []
    for scene in list_scenes(db, session.id):
        if scene.chunk_version is None:
            continue
        offset = scene.start_frame / session.format.fps
        report = get_version(db, scene.id, scene.chunk_version).report or {}
        lines.extend(
            {
                "start_s": offset + float(caption["start_s"]),
                "end_s": offset + float(caption["end_s"]),
                "text": str(caption["text"]),
            }
            for caption in report.get("captions", [])
        )
    return lines


def session_captions(db: Database, session: Session) -> str:
    """The session's captions as a WebVTT file."""
    cues = [
        f"{_clock(line['start_s'])} --> {_clock(line['end_s'])}\n{_escaped(line['text'])}\n"
        for line in timed_captions(db, session)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
