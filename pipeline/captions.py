"""Captions of a whole session as WebVTT, from what its scenes' renders reported."""

from __future__ import annotations

from typing import Any

from pipeline.narration.captions import Cue, cues, srt, vtt
from pipeline.state.database import Database
from pipeline.state.model import Session
from pipeline.state.scenes import list_scenes
from pipeline.state.versions import get_version

__all__ = ["session_captions", "session_cues", "session_subtitles"]


def _timed_captions(db: Database, session: Session) -> list[dict[str, Any]]:
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


def session_cues(db: Database, session: Session) -> list[Cue]:
    """The session's captions as they are shown: short, in reading speed."""
    return cues(_timed_captions(db, session))


def session_captions(db: Database, session: Session) -> str:
    """The session's captions as a WebVTT file."""
    sources = session.settings.get("sources", [])
    return vtt(session_cues(db, session), note="Sources: " + "; ".join(sources) if sources else "")


def session_subtitles(db: Database, session: Session) -> str:
    """The session's captions as an SRT file."""
    return srt(session_cues(db, session))
