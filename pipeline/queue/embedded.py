"""The embedded queue: this process leases jobs and renders them in this machine's sandbox."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog

from pipeline.chunks import ChunkStore, chunk_key, frames_key, poster_key
from pipeline.queue import jobs
from pipeline.queue.errors import JobCancelled, SceneFailed
from pipeline.queue.jobs import LeasedJob
from pipeline.rendering import RenderRequest, produce
from pipeline.state.database import Database
from pipeline.state.errors import ForbiddenTransition, NotFound, StaleVersion
from pipeline.state.model import Scene, SceneStatus, SceneVersion, Session
from pipeline.state.projects import get_session
from pipeline.state.scenes import find_reusable, finish_scene, get_scene, get_version
from pipeline.state.transitions import advance
from pipeline.state.watching import Watch, watch
from proofreel.errors import ProofreelError
from render_sandbox.errors import LimitReached
from render_sandbox.sandbox import Sandbox

__all__ = ["EmbeddedQueue", "RequestMaker"]

RequestMaker = Callable[[Session, Scene, SceneVersion], Awaitable[RenderRequest]]

_POLL_S = 1.0
_HEARTBEAT_S = 2.0
_DETERMINISTIC = (SceneFailed, LimitReached)

log = structlog.get_logger(__name__)


class EmbeddedQueue:
    """Runs the jobs table with ``slots`` renders at a time.

    ``request_for`` makes a render request of a scene's version (it knows assets and voices).
    """

    def __init__(
        self, db: Database, store: ChunkStore, sandbox: Sandbox, request_for: RequestMaker, *, slots: int = 2
    ) -> None:
        self._db = db
        self._store = store
        self._sandbox = sandbox
        self._request_for = request_for
        self._slots = slots
        self._changes = Watch()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._worker = jobs.worker_name()
        self._tasks: list[asyncio.Task[None]] = []
        self._stack = contextlib.ExitStack()

    async def start(self) -> None:
        """Take back what a dead process left, and begin."""
        recovered = jobs.reclaim(self._db)
        if recovered:
            log.info("jobs_recovered", count=recovered)
        self._changes = self._stack.enter_context(watch(self._db))
        self._tasks = [asyncio.create_task(self._dispatch()), asyncio.create_task(self._keep_alive())]

    async def aclose(self) -> None:
        """Stop. Renders under way are given back to the queue, untouched."""
        self._stack.close()
        for task in self._tasks:
            task.cancel()
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*self._tasks, *running, return_exceptions=True)

    async def _dispatch(self) -> None:
        while True:
            self._changes.forget()
            while len(self._running) < self._slots and (job := jobs.lease(self._db, self._worker)):
                task = asyncio.create_task(self._run(job))
                self._running[job.id] = task
                task.add_done_callback(lambda _, job_id=job.id: self._finished(job_id))
            await self._changes.wait(_POLL_S)

    def _finished(self, job_id: str) -> None:
        self._running.pop(job_id, None)
        self._changes.ring()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(_HEARTBEAT_S)
            kept = jobs.heartbeat(self._db, self._worker, list(self._running))
            for job_id in set(self._running) - kept:
                self._running[job_id].cancel()
            jobs.reclaim(self._db)

    async def _run(self, job: LeasedJob) -> None:
        bound = log.bind(job_id=job.id, scene_id=job.scene_id, session_id=job.session_id, version=job.version)
        try:
            await self._make(job)
            jobs.complete(self._db, job)
            bound.info("scene_ready")
        except asyncio.CancelledError:
            self._give_back(job)
            raise
        except (NotFound, StaleVersion, JobCancelled):
            # The scene was removed or edited meanwhile: this job has nothing left to do.
            jobs.complete(self._db, job)
        except _DETERMINISTIC as error:
            bound.info("scene_failed", code=error.code, error=error.message)
            jobs.fail(self._db, job, self._located(job, error))
        except ProofreelError as error:
            again = jobs.retry_later(self._db, job, error.as_dict())
            bound.warning("render_failed", code=error.code, error=error.message, again=again)
        except Exception as error:
            bound.exception("render_crashed")
            unexpected = {
                "code": "internal",
                "message": f"proofreel itself failed: {type(error).__name__}.",
                "fix": "Retry; if it stays, report it with the log.",
            }
            jobs.retry_later(self._db, job, unexpected)

    def _located(self, job: LeasedJob, error: ProofreelError) -> dict[str, Any]:
        """The error with the line of the lesson file that the failing line of code came from."""
        described = error.as_dict()
        line = described.get("line")
        line_map = get_version(self._db, job.scene_id, job.version).line_map
        above = [known for known in line_map if line and known <= line]
        if above:
            described["lesson_line"] = line_map[max(above)]
            described["lesson"] = get_session(self._db, job.session_id).source_name
        return described

    def _give_back(self, job: LeasedJob) -> None:
        # Cancelled by a person: the row is no longer leased and stays as it is.
        if jobs.heartbeat(self._db, self._worker, [job.id]):
            jobs.release(self._db, job)

    async def _make(self, job: LeasedJob) -> None:
        scene, version = get_scene(self._db, job.scene_id), get_version(self._db, job.scene_id, job.version)
        if scene.version != job.version:
            raise StaleVersion(f"Scene {scene.id} is at version {scene.version} by now.")
        if scene.status is SceneStatus.READY:
            return
        if scene.status is SceneStatus.ERROR:
            self._move(job, SceneStatus.QUEUED)
        ready = find_reusable(self._db, scene.id, version.digest) or self._stored(scene, version)
        if ready is not None:
            finish_scene(self._db, scene.id, job.version, ready)
            return
        await self._render(job, scene, version)

    async def _render(self, job: LeasedJob, scene: Scene, version: SceneVersion) -> None:
        session = get_session(self._db, scene.session_id)
        self._move(job, SceneStatus.GENERATING_CODE)
        request = await self._request_for(session, scene, version)
        last = await asyncio.to_thread(self._last_chunk, scene)
        request = replace(request, files={**request.files, **last})
        self._move(job, SceneStatus.RENDERING)
        chunk = await produce(
            request,
            self._sandbox,
            lambda done, total: jobs.report_progress(self._db, job, done=done, total=total),
        )
        self._move(job, SceneStatus.UPLOADING)
        report = chunk.report | {"poster": bool(chunk.poster)}
        about = {"digest": version.digest, "frames": chunk.frames, "report": report}
        key = chunk_key(session.project_id, session.id, scene.slot, job.version)
        if chunk.description:
            await asyncio.to_thread(self._store.put, frames_key(key), chunk.description, {})
        if chunk.poster:
            await asyncio.to_thread(self._store.put, poster_key(key), chunk.poster, {})
        stored = await asyncio.to_thread(self._store.put, key, chunk.data, about)
        finish_scene(
            self._db,
            scene.id,
            job.version,
            _with_chunk(version, stored.key, stored.sha256, stored.size, about),
        )

    def _last_chunk(self, scene: Scene) -> dict[str, bytes]:
        """The chunk that viewers see now, for the frames that the new version has in common with it."""
        if scene.chunk_version is None:
            return {}
        key = get_version(self._db, scene.id, scene.chunk_version).chunk_key
        if key is None or self._store.head(frames_key(key)) is None:
            return {}
        return {
            "reuse/chunk.mp4": self._store.get(key),
            "reuse/frames.bin": self._store.get(frames_key(key)),
        }

    def _stored(self, scene: Scene, version: SceneVersion) -> SceneVersion | None:
        # Stored, but the process died before SQLite knew: the chunk tells what it was made from.
        session = get_session(self._db, scene.session_id)
        present = self._store.head(chunk_key(session.project_id, session.id, scene.slot, version.version))
        if present is None or present.about.get("digest") != version.digest:
            return None
        return _with_chunk(version, present.key, present.sha256, present.size, present.about)

    def _move(self, job: LeasedJob, to: SceneStatus) -> None:
        try:
            with self._db.transaction() as tx:
                advance(tx, job.scene_id, to, version=job.version)
        except ForbiddenTransition as error:
            raise JobCancelled(f"Scene {job.scene_id} was taken from this job.") from error


def _with_chunk(
    version: SceneVersion, key: str, sha256: str, size: int, about: dict[str, Any]
) -> SceneVersion:
    return replace(
        version, chunk_key=key, sha256=sha256, bytes=size, frames=about["frames"], report=about["report"]
    )
