"""A session's changes as server-sent events: a snapshot first, then what changed, in the order of ``seq``.

A reader that comes back with ``Last-Event-ID`` gets what it missed and nothing twice: every scene and
the session carry the number of their last change, so no log has to be kept for it.

What changed is looked up and written down once per session, however many read it; so is what readers that
come at the same time see first. Readers get it a few at a time, so that other requests are answered in
between.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from starlette.responses import StreamingResponse

from pipeline.queue.waiting import SceneJob, open_jobs
from pipeline.state import projects, scenes
from pipeline.state.errors import NotFound
from pipeline.state.generating import find_generation
from pipeline.state.model import SessionStatus
from pipeline.state.watching import watch
from pipeline.studio import Studio
from server.snapshots import chunk_urls, generation_dict, scene_dict, session_dict, snapshot, writing_dict

__all__ = ["Event", "EventStream", "session_events"]

_LOOK_EVERY_S = 1.0
_GATHER_S = 0.05
_PROGRESS_EVERY_S = 1.0
_KEEP_ALIVE_S = 15.0
_AT_ONCE = 20
_BREATH_S = 0.002
_MOST_BEHIND = 200


@dataclass(frozen=True)
class Event:
    """One event; ``id`` is the ``seq`` that a reader who has it is up to."""

    event: str
    data: Mapping[str, object]
    id: str | None = None

    @cached_property
    def wire(self) -> bytes:
        """As it is sent; the same bytes for every reader."""
        data = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        number = f"id: {self.id}\n" if self.id is not None else ""
        return f"event: {self.event}\n{number}data: {data}\n\n".encode()


class EventStream(StreamingResponse):
    """Events as a response."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[list[Event]]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(_written(events), headers=headers)


async def _written(events: AsyncIterator[list[Event]]) -> AsyncIterator[bytes]:
    async for together in events:
        yield b"".join(event.wire for event in together) or b": still here\n\n"


@dataclass(slots=True)
class _Told:
    """What has been told so far."""

    seq: int
    progress: dict[str, tuple[int, int | None]] = field(default_factory=dict[str, tuple[int, int | None]])
    ids: set[str] = field(default_factory=set[str])
    progress_at: float = 0.0
    tokens: int = 0


class _Feed:
    """The news of one session, for all who read it now."""

    def __init__(self, studio: Studio, session_id: str) -> None:
        self._studio = studio
        self._session_id = session_id
        self.queues: set[asyncio.Queue[list[Event] | None]] = set()
        # Before the first reader looks: what changes after its look is news.
        self._told = _told(studio, session_id)
        self.task = asyncio.create_task(self._run())
        self._first: tuple[Event, int, float] | None = None

    def first(self, last_seq: int | None) -> tuple[list[Event], int]:
        """What a reader that has ``last_seq`` is told at once, and the ``seq`` that it is up to then."""
        session = projects.get_session(self._studio.db, self._session_id)
        if last_seq is not None and last_seq <= session.seq:
            told = _told(self._studio, self._session_id)
            told.seq = last_seq
            return _news(self._studio, self._session_id, told), told.seq
        clock = time.monotonic()
        # Of one `seq` all of it is the same, but for the frames that are drawn.
        if self._first is None or self._first[1] != session.seq or clock - self._first[2] > _LOOK_EVERY_S:
            seen = _event("snapshot", snapshot(self._studio.db, self._studio.store, session), session.seq)
            self._first = (seen, session.seq, clock)
        return [self._first[0]], session.seq

    async def _run(self) -> None:
        try:
            with watch(self._studio.db, self._session_id) as changes:
                while True:
                    changes.forget()
                    await self._deliver(_news(self._studio, self._session_id, self._told))
                    if await changes.wait(_LOOK_EVERY_S):
                        await asyncio.sleep(_GATHER_S)
        except NotFound:
            await self._deliver([Event("gone", {"id": self._session_id})])
        finally:
            for queue in self.queues:
                _end(queue)

    async def _deliver(self, events: list[Event]) -> None:
        if not events:
            return
        for number, queue in enumerate(tuple(self.queues), 1):
            if queue.qsize() > _MOST_BEHIND:
                # It reads too slowly. When it comes back it gets what it missed, in short.
                _end(queue)
            else:
                queue.put_nowait(events)
            if number % _AT_ONCE == 0:
                await asyncio.sleep(_BREATH_S)


def _end(queue: asyncio.Queue[list[Event] | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


_feeds: WeakKeyDictionary[Studio, dict[str, _Feed]] = WeakKeyDictionary()


async def session_events(studio: Studio, session_id: str, last_seq: int | None) -> AsyncIterator[list[Event]]:
    """What changed, until the reader goes away or the session is; nothing now and then: still here."""
    feeds = _feeds.setdefault(studio, {})
    feed = feeds.get(session_id)
    if feed is None or feed.task.done():
        try:
            feed = feeds[session_id] = _Feed(studio, session_id)
        except NotFound:
            yield [Event("gone", {"id": session_id})]
            return
    queue: asyncio.Queue[list[Event] | None] = asyncio.Queue()
    feed.queues.add(queue)
    try:
        first, seq = feed.first(last_seq)
        if first:
            yield first
        async for events in _from(queue):
            # What stands in the first look already is not told again.
            new = [event for event in events if event.id is None or int(event.id) > seq]
            if new or not events:
                yield new
    except NotFound:
        yield [Event("gone", {"id": session_id})]
    finally:
        feed.queues.discard(queue)
        if not feed.queues:
            feed.task.cancel()
            if feeds.get(session_id) is feed:
                del feeds[session_id]


async def _from(queue: asyncio.Queue[list[Event] | None]) -> AsyncIterator[list[Event]]:
    while True:
        try:
            async with asyncio.timeout(_KEEP_ALIVE_S):
                events = await queue.get()
        except TimeoutError:
            yield []
            continue
        if events is None:
            return
        yield events


def _told(studio: Studio, session_id: str) -> _Told:
    session = projects.get_session(studio.db, session_id)
    return _Told(session.seq, ids={scene.id for scene in scenes.list_scenes(studio.db, session_id)})


def _news(studio: Studio, session_id: str, told: _Told) -> list[Event]:
    session = projects.get_session(studio.db, session_id)
    jobs = open_jobs(studio.db, session_id)
    events: list[Event] = []
    if session.seq > told.seq:
        events = _changes(studio, session, jobs, told)
        told.seq = session.seq
    events += _progress(jobs, told)
    if session.status is SessionStatus.GENERATING:
        events += _cost(studio, session_id, told)
    return events


def _cost(studio: Studio, session_id: str, told: _Told) -> list[Event]:
    """What the director has used, also while it plans and there is no scene yet."""
    generation = find_generation(studio.db, session_id)
    if generation is None or generation.tokens == told.tokens:
        return []
    told.tokens = generation.tokens
    return [Event("generation", generation_dict(generation))]


def _progress(jobs: dict[str, SceneJob], told: _Told) -> list[Event]:
    """How many frames are drawn, what a model has used to write: once a second is enough to look at."""
    clock = time.monotonic()
    if clock - told.progress_at < _PROGRESS_EVERY_S:
        return []
    events: list[Event] = []
    for scene_id, job in jobs.items():
        if job.writing is not None:
            now = (job.writing.answers, job.writing.tokens)
            if now != told.progress.get(scene_id, (0, 0)):
                told.progress[scene_id] = now
                told.progress_at = clock
                events.append(Event("writing", {"sceneId": scene_id, **writing_dict(job.writing)}))
            continue
        now = (job.done, job.total)
        if job.position is None and now != told.progress.get(scene_id, (0, None)):
            told.progress[scene_id] = now
            told.progress_at = clock
            data = {"sceneId": scene_id, "done": job.done, "total": job.total}
            events.append(Event("progress", data))
    return events


def _changes(studio: Studio, session: Any, jobs: dict[str, Any], told: _Told) -> list[Event]:
    found = scenes.list_scenes(studio.db, session.id)
    ids = {scene.id for scene in found}
    if ids != told.ids:
        # Scenes were added or taken away: the whole is shorter to say than the difference.
        told.ids = ids
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
        if scene.seq > told.seq
    ]
    return [*events, _event("session", session_dict(studio.db, session, found), session.seq)]


def _event(name: str, data: Mapping[str, object], seq: int) -> Event:
    return Event(name, data, str(seq))
