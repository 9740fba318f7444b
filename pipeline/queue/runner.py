"""The queue's own life: leases jobs, hands them to a renderer, writes down what came of them.

The table of jobs decides everything that has to be decided (who is next, who may try again), so it
is the same wherever the rendering is done.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import replace
from typing import Any

import structlog

from pipeline.cancelling import end_tasks
from pipeline.chunks import ChunkStore, chunk_key, frames_key
from pipeline.correlation import correlated, correlation_id, known_or_new, logging_of
from pipeline.observing import metrics
from pipeline.observing.traces import span
from pipeline.queue import jobs
from pipeline.queue.errors import JobCancelled, JobReleased, is_final, unexpected
from pipeline.queue.jobs import LeasedJob
from pipeline.queue.renderer import Order, Rendered, Renderer
from pipeline.rendering import RenderRequest
from pipeline.state.database import Database
from pipeline.state.errors import ForbiddenTransition, NotFound, StaleVersion
from pipeline.state.model import Scene, SceneStatus, SceneVersion, Session
from pipeline.state.projects import get_session
from pipeline.state.scenes import finish_scene, get_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import find_reusable, get_version
from pipeline.state.watching import Watch, watch
from pipeline.state.writing import release_abandoned
from proofreel.errors import ProofreelError

__all__ = ["RenderQueue", "RequestMaker"]

RequestMaker = Callable[[Session, Scene, SceneVersion], Awaitable[RenderRequest]]

_POLL_S = 1.0
_HEARTBEAT_S = 2.0

log = structlog.get_logger(__name__)


class RenderQueue:
    """Runs the table of jobs.

    ``request_for`` makes a render request of a scene's version (it knows assets and voices).
    """

    def __init__(
        self, db: Database, store: ChunkStore, renderer: Renderer, request_for: RequestMaker
    ) -> None:
        self._db = db
        self._store = store
        self._renderer = renderer
        self._request_for = request_for
        self._changes = Watch()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._worker = jobs.worker_name(patient=renderer.patient)
        self._tasks: list[asyncio.Task[None]] = []
        self._stack = contextlib.ExitStack()

    async def start(self) -> None:
        """Take back what a dead process left, and begin."""
        recovered = jobs.reclaim(self._db)
        if recovered:
            log.info("jobs_recovered", count=recovered)
        self._changes = self._stack.enter_context(watch(self._db))
        await self._renderer.start(lambda work: jobs.is_wanted(self._db, *work.split(".")[:2]))
        self._tasks = [asyncio.create_task(self._dispatch()), asyncio.create_task(self._keep_alive())]

    async def aclose(self) -> None:
        """Stop. Renders under way are given back to the queue, untouched."""
        self._stack.close()
        await end_tasks(self._tasks)
        # Cancelled ones are stopped for good; what only loses its listener may go on elsewhere.
        with _survived("close"):
            self._beat()
            await asyncio.sleep(0)
        await self._renderer.aclose()
        # Once only: they may take their time to end a sandbox's worker.
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _dispatch(self) -> None:
        while True:
            self._changes.forget()
            with _survived("dispatch"):
                self._fill()
            await self._changes.wait(_POLL_S)

    def _fill(self) -> None:
        while len(self._running) < self._renderer.slots() and (job := jobs.lease(self._db, self._worker)):
            task = asyncio.create_task(self._run(job))
            self._running[job.id] = task
            task.add_done_callback(lambda _, job_id=job.id: self._finished(job_id))

    def _finished(self, job_id: str) -> None:
        self._running.pop(job_id, None)
        self._changes.ring()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(_HEARTBEAT_S)
            with _survived("heartbeat"):
                self._beat()
                jobs.reclaim(self._db)
                release_abandoned(self._db)

    def _beat(self) -> None:
        kept = jobs.heartbeat(self._db, self._worker, list(self._running))
        for job_id in set(self._running) - kept:
            self._running[job_id].cancel()

    async def _run(self, job: LeasedJob) -> None:
        with (
            correlated(known_or_new(job.correlation_id)),
            logging_of(session_id=job.session_id, scene_id=job.scene_id, job_id=job.id),
            span("job", parent=job.traceparent, job_id=job.id, scene_id=job.scene_id, attempt=job.attempts),
        ):
            metrics.job_started(job.waited_ms / 1000)
            await self._attempt(job)

    async def _attempt(self, job: LeasedJob) -> None:
        try:
            await self._make(job)
            jobs.complete(self._db, job)
            log.info("scene_ready", version=job.version)
        except asyncio.CancelledError:
            self._give_back(job)
            raise
        except (NotFound, StaleVersion, JobCancelled):
            # The scene was removed or edited meanwhile: this job has nothing left to do.
            jobs.complete(self._db, job)
        except JobReleased as error:
            jobs.release(self._db, job)
            log.info("job_released", reason=error.message)
        except ProofreelError as error:
            try:
                self._fail(job, error)
            except NotFound:  # the scene was removed while it rendered: nobody is left to be told
                jobs.complete(self._db, job)
        except Exception as error:
            log.exception("render_crashed")
            # Where even this cannot be written (a full disk), the lease runs out and the job comes again.
            again = jobs.retry_later(self._db, job, unexpected(error))
            metrics.job_failed("internal", final=not again)

    def _fail(self, job: LeasedJob, error: ProofreelError) -> None:
        told = self._located(job, error)
        final = is_final(error)
        if final:
            jobs.fail(self._db, job, told)
        again = not final and jobs.retry_later(self._db, job, told)
        metrics.job_failed(told["code"], final=not again)
        log.warning("render_failed", code=told["code"], error=error.message, again=again)

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
        ready = find_reusable(self._db, scene.id, version.digest)
        ready = ready or await asyncio.to_thread(self._stored, scene, version)
        if ready is not None:
            metrics.chunk_reused()
            finish_scene(self._db, scene.id, job.version, ready)
            return
        await self._render(job, scene, version)

    async def _render(self, job: LeasedJob, scene: Scene, version: SceneVersion) -> None:
        session = get_session(self._db, scene.session_id)
        self._move(job, SceneStatus.GENERATING_CODE)
        request = await self._request_for(session, scene, version)
        last = await asyncio.to_thread(self._last_chunk, scene)
        self._move(job, SceneStatus.RENDERING)
        order = Order(
            work=f"{scene.id}.{job.version}.{version.digest[:16]}",
            request=replace(request, files={**request.files, **last}),
            key=chunk_key(session.project_id, session.id, scene.slot, job.version),
            digest=version.digest,
            preview=session.format.profile == "preview",
            on_frames=lambda done, total: self._note_frames(job, done, total),
            on_upload=lambda: self._move(job, SceneStatus.UPLOADING),
            correlation_id=correlation_id(),
            about={
                "project_id": session.project_id,
                "session_id": session.id,
                "scene_id": scene.id,
                "job_id": job.id,
            },
        )
        begun = time.monotonic()
        with span("render", scene_id=scene.id, quality=session.format.profile):
            rendered = await self._renderer.render(order)
        metrics.rendered(time.monotonic() - begun, quality=session.format.profile)
        metrics.chunk_bytes("stored", rendered.size)
        finish_scene(self._db, scene.id, job.version, _with_chunk(version, rendered))

    def _note_frames(self, job: LeasedJob, done: int, total: int | None) -> None:
        with _survived("progress"):
            jobs.report_progress(self._db, job, done=done, total=total)

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
        about = present.about
        return _with_chunk(
            version, Rendered(present.key, present.sha256, present.size, about["frames"], about["report"])
        )

    def _move(self, job: LeasedJob, to: SceneStatus) -> None:
        try:
            with self._db.transaction() as tx:
                advance(tx, job.scene_id, to, version=job.version)
        except ForbiddenTransition as error:
            raise JobCancelled(f"Scene {job.scene_id} was taken from this job.") from error


def _with_chunk(version: SceneVersion, chunk: Rendered) -> SceneVersion:
    return replace(
        version,
        chunk_key=chunk.key,
        sha256=chunk.sha256,
        bytes=chunk.size,
        frames=chunk.frames,
        report=chunk.report,
    )


@contextlib.contextmanager
def _survived(what: str) -> Generator[None]:
    """A disk that is full or a file that is locked for long must not end the queue: it tries again."""
    try:
        yield
    except Exception as error:
        log.warning("queue_hindered", what=what, error=f"{type(error).__name__}: {error}")
