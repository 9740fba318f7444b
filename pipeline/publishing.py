"""A session's chunks go where viewers' browsers read them, and are read from there once to be sure.

Every upload is idempotent: what is there already is not sent again, so a publication that broke off
goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import httpx

from pipeline.chunks import ChunkStore, S3Settings, StoreRefused, chunk_key, poster_key, source_key
from pipeline.chunks.s3 import CACHE_CONTROL, S3ChunkStore, content_type
from pipeline.exporting import require_ready
from pipeline.joined_work import JoinedWork
from pipeline.observing import metrics
from pipeline.state.database import Database
from pipeline.state.model import Scene, Session
from pipeline.state.scenes import list_scenes
from pipeline.state.versions import get_version
from proofreel.errors import ProofreelError

__all__ = ["Progress", "Published", "Publisher", "Unverified", "verify_published"]

_PARALLEL = 4
_EDGE = 64 << 10
_LOOKS = 4


class Unverified(ProofreelError):
    """The chunk is uploaded, but its URL does not give it as a player needs it."""

    code = "publish_unverified"


@dataclass(frozen=True, slots=True)
class Published:
    """One scene where viewers read it."""

    scene_id: str
    index: int
    title: str
    version: int
    url: str
    sha256: str
    size: int
    sent: bool
    """False: it was there already."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a publication is; it is done when every scene is there."""

    total: int
    scenes: tuple[Published, ...] = ()

    @property
    def done(self) -> bool:
        """Whether everything is uploaded and verified."""
        return len(self.scenes) == self.total


class Publisher:
    """Publishes in the background, one run per session at a time."""

    def __init__(self, db: Database, source: ChunkStore, s3: S3Settings | None) -> None:
        self._db = db
        self._source = source
        self._s3 = s3
        self._target: S3ChunkStore | None = source if isinstance(source, S3ChunkStore) else None
        self._runs = JoinedWork[None]()
        self._progress: dict[str, Progress] = {}
        self._preparing: set[asyncio.Future[None]] = set()
        self._stop = threading.Event()

    async def publish(
        self,
        session: Session,
        *,
        wait_s: float | None = None,
        first: Callable[[], Awaitable[None]] | None = None,
    ) -> Progress:
        """Start or join the publication of a session; wait for its end, or for ``wait_s``.

        ``first`` is awaited within the run, before anything is sent; what it raises ends the run.

        Raises:
            NotReady: a scene has no chunk of its current version.
            StoreError: the upload failed.
            Unverified: it is uploaded, but cannot be read.
        """

        def begin() -> Coroutine[Any, Any, None]:
            scenes = list_scenes(self._db, session.id)
            require_ready(scenes)
            target = self._open()
            self._progress[session.id] = Progress(len(scenes))

            async def run() -> None:
                if first is not None:
                    await self._prepared(first)
                await asyncio.to_thread(self._run, target, session, scenes)

            return run()

        await self._runs.join(session.id, begin, wait_s=wait_s)
        return self._progress[session.id]

    def under_way(self, session_id: str) -> bool:
        """Whether a publication of the session has begun and nobody has heard of its end."""
        return self._runs.under_way(session_id)

    async def aclose(self) -> None:
        """Stop after the scenes that are on their way."""
        self._stop.set()
        for preparing in self._preparing:
            preparing.cancel()
        await self._runs.finish()

    async def _prepared(self, first: Callable[[], Awaitable[None]]) -> None:
        preparing = asyncio.ensure_future(first())
        self._preparing.add(preparing)
        try:
            await preparing
        finally:
            self._preparing.discard(preparing)

    def _open(self) -> S3ChunkStore:
        if self._s3 is None:
            fix = "Set PROOFREEL_S3_BUCKET and PROOFREEL_S3_SOURCES_BUCKET; then `proofreel storage setup`."
            raise StoreRefused("There is no bucket to publish to.", fix=fix)
        self._target = self._target or S3ChunkStore(self._s3)
        return self._target

    def _run(self, target: S3ChunkStore, session: Session, scenes: list[Scene]) -> None:
        def note(found: Published) -> None:
            before = self._progress[session.id]
            self._progress[session.id] = replace(before, scenes=(*before.scenes, found))

        lock = threading.Lock()

        def one(scene: Scene) -> None:
            if self._stop.is_set():
                return
            found = publish_scene(self._db, self._source, target, session, scene)
            with lock:
                note(found)

        with ThreadPoolExecutor(_PARALLEL, "publish") as threads:
            for result in [threads.submit(one, scene) for scene in scenes]:
                result.result()


def publish_scene(
    db: Database, source: ChunkStore, target: S3ChunkStore, session: Session, scene: Scene
) -> Published:
    """Upload one scene's chunk, poster and source, and read the chunk back in ranges.

    Raises:
        StoreError: the upload failed.
        Unverified: it cannot be read as a player reads it.
    """
    version = get_version(db, scene.id, scene.version)
    assert version.chunk_key is not None
    assert version.sha256 is not None
    data = source.get(version.chunk_key)
    own = chunk_key(session.project_id, session.id, scene.slot, scene.version)
    sources = target.offer(source_key(own), version.code.encode(), {})
    if (version.report or {}).get("poster"):
        poster = poster_key(version.chunk_key)
        target.offer(poster, source.get(poster), {})
    about = {"digest": version.digest, "frames": version.frames, "report": version.report}
    chunk, sent = target.offer(version.chunk_key, data, about)
    metrics.chunk_bytes("sent" if sent else "spared", chunk.size)
    url = target.url(chunk.key)
    verify_published(target.near_url(chunk.key), data)
    return Published(
        scene.id, scene.index, scene.title, scene.version, url, chunk.sha256, chunk.size, sent or sources[1]
    )


def verify_published(url: str, data: bytes, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Read a chunk as a player does: its head, its middle and its end, in ranges.

    Raises:
        Unverified: another status, other bytes, or headers that players and caches need are wrong.
    """
    with httpx.Client(timeout=30, follow_redirects=False) as client:
        for start, stop in _ranges(len(data)):
            fault = ""
            for attempt in range(_LOOKS):
                if attempt:
                    sleep(0.25 * 2**attempt)
                fault = _fault(client, url, data, start, stop)
                if not fault:
                    break
            else:
                raise Unverified(
                    f"{url.partition('?')[0]} is uploaded, but {fault}.",
                    fix="Look at the bucket's policy (`proofreel storage setup`) and at PROOFREEL_CDN_URL.",
                )


def _ranges(size: int) -> list[tuple[int, int]]:
    edge = min(_EDGE, size)
    middle = (size - edge) // 2
    return sorted({(0, edge), (middle, middle + edge), (size - edge, size)})


def _fault(client: httpx.Client, url: str, data: bytes, start: int, stop: int) -> str:
    try:
        answer = client.get(url, headers={"Range": f"bytes={start}-{stop - 1}"})
    except httpx.TransportError as error:
        return f"it cannot be read ({type(error).__name__})"
    expected = {
        "content-range": f"bytes {start}-{stop - 1}/{len(data)}",
        "content-type": content_type(url.partition("?")[0]),
        "cache-control": CACHE_CONTROL,
    }
    if answer.status_code != 206:
        return f"a range of it is answered with {answer.status_code}, not 206"
    for name, value in expected.items():
        if answer.headers.get(name) != value:
            return f"{name} is {answer.headers.get(name)!r}, not {value!r}"
    return "" if answer.content == data[start:stop] else "other bytes come back"
