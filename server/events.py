"""A session's changes as server-sent events: a snapshot first, then what changed, in the order of ``seq``.

A reader that comes back with ``Last-Event-ID`` gets what it missed and nothing twice: every scene and
the session carry the number of their last change, so no log has to be kept for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from fastapi.sse import ServerSentEvent

from pipeline.queue.waiting import open_jobs
from pipeline.state import projects, scenes
from pipeline.state.errors import NotFound
from pipeline.state.watching import watch
from pipeline.studio import Studio
from server.snapshots import chunk_urls, scene_dict, session_dict, snapshot

__all__ = ["session_events"]

_LOOK_EVERY_S = 1.0
_GATHER_S = 0.05


@dataclass(slots=True)
class _Reader:
    """What one reader has been told."""

    seq: int
    progress: dict[str, tuple[int, int | None]] = field(default_factory=dict[str, tuple[int, int | None]])
    ids: set[str] = field(default_factory=set[str])


async def session_events(
    studio: Studio, session_id: str, last_seq: int | None
) -> AsyncIterator[ServerSentEvent]:
    """Events until the reader goes away or the session is removed."""
    try:
        with watch(studio.db, session_id) as changes:
            session = projects.get_session(studio.db, session_id)
            reader = _Reader(seq=session.seq if last_seq is None else last_seq)
            reader.ids = {scene.id for scene in scenes.list_scenes(studio.db, session_id)}
            if last_seq is None or last_seq > session.seq:
                reader.seq = session.seq
                yield _event("snapshot", snapshot(studio.db, studio.store, session), session.seq)
            while True:
                changes.forget()
                for event in _news(studio, session_id, reader):
                    yield event
                if await changes.wait(_LOOK_EVERY_S):
                    await asyncio.sleep(_GATHER_S)
    except NotFound:
        yield ServerSentEvent(event="gone", data={"id": session_id})


def _news(studio: Studio, session_id: str, reader: _Reader) -> list[ServerSentEvent]:
    session = projects.get_session(studio.db, session_id)
    jobs = open_jobs(studio.db, session_id)
    events: list[ServerSentEvent] = []
    if session.seq > reader.seq:
        events = _changes(studio, session, jobs, reader)
        reader.seq = session.seq
    for scene_id, job in jobs.items():
        now = (job.done, job.total)
        if job.position is None and now != reader.progress.get(scene_id, (0, None)):
            reader.progress[scene_id] = now
            data = {"sceneId": scene_id, "done": job.done, "total": job.total}
            events.append(ServerSentEvent(event="progress", data=data))
    return events


def _changes(studio: Studio, session: Any, jobs: dict[str, Any], reader: _Reader) -> list[ServerSentEvent]:
    found = scenes.list_scenes(studio.db, session.id)
    ids = {scene.id for scene in found}
    if ids != reader.ids:
        # Scenes were added or taken away: the whole is shorter to say than the difference.
        reader.ids = ids
        return [_event("snapshot", snapshot(studio.db, studio.store, session), session.seq)]
    urls = chunk_urls(studio.db, studio.store, session.id)
    events = [
        _event(
            "scene",
            {
                "seq": scene.seq,
                "version": scene.version,
                "scene": scene_dict(scene, urls.get(scene.id), jobs.get(scene.id)),
            },
            scene.seq,
        )
        for scene in sorted(found, key=lambda scene: scene.seq)
        if scene.seq > reader.seq
    ]
    return [*events, _event("session", session_dict(session, found), session.seq)]


def _event(name: str, data: dict[str, Any], seq: int) -> ServerSentEvent:
    return ServerSentEvent(event=name, data=data, id=str(seq))
