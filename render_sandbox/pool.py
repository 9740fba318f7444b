"""Warm workers, one job each: handed out in order, killed after use, replaced in the background."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from typing import Any, Self

from render_sandbox.backend import Backend, Worker
from render_sandbox.errors import QueueFull, SandboxClosed, SandboxError, WorkerDied
from render_sandbox.job import Job, Limits, Outcome, ProgressSink
from render_sandbox.session import await_ready, check_job, serve, warm_up
from render_sandbox.settings import PoolStatus, SandboxSettings
from render_sandbox.stage.protocol import LIGHT_KINDS
from render_sandbox.turns import Turns

__all__ = ["Pool"]

log = logging.getLogger("proofreel.sandbox")

_FAILURES_BEFORE_PAUSE = 3
_SHORT = ("rehearse", "frames")
"""Kinds of jobs that somebody waits for; see ``turns``."""
_QUIET_S = 3.0
"""How long nothing happens before a further worker is warmed."""


class Pool:
    """At most ``workers`` jobs at once, and one rehearsal beside them; as many workers wait warm.

    A worker is replaced when its job is over, so that warming up doesn't compete with the job for the
    processors; when jobs are already waiting, it is replaced as soon as it is handed out. Jobs that need
    no manim have workers of their own, which start in a fraction of the time.
    """

    def __init__(self, backend: Backend, settings: SandboxSettings) -> None:
        self._backend = backend
        self._settings = settings
        self._turns = Turns(settings.workers)
        self._spare: deque[asyncio.Task[Worker]] = deque()
        self._light: deque[asyncio.Task[Worker]] = deque()
        self._quiet: asyncio.TimerHandle | None = None
        self._background: set[asyncio.Task[Any]] = set()
        self._jobs: set[asyncio.Task[Any]] = set()
        self._waiting = 0
        self._busy = 0
        self._served = 0
        self._failed_starts = 0
        self._failures_in_a_row = 0
        self._closed = False

    async def __aenter__(self) -> Self:
        self._refill()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def run(self, job: Job, on_progress: ProgressSink | None = None) -> Outcome:
        """Run one job on a worker of its own. Cancelling the caller kills the worker.

        Raises:
            QueueFull: ``queue_limit`` jobs are already waiting.
            SandboxError: see ``render_sandbox.errors``.
        """
        check_job(job)
        self._refuse_if_closed()
        if self._waiting >= self._settings.queue_limit:
            raise QueueFull(
                f"{self._waiting} render jobs are waiting already.",
                fix="Try again when one has finished.",
                waiting=self._waiting,
                limit=self._settings.queue_limit,
            )
        task = asyncio.current_task()
        if task is not None:
            self._jobs.add(task)
        self._waiting += 1
        waiting = True
        try:
            async with self._turns.taken(short=job.kind in _SHORT):
                self._waiting -= 1
                waiting = False
                self._refuse_if_closed()
                return await self._run_now(job, on_progress)
        finally:
            if waiting:
                self._waiting -= 1
            if task is not None:
                self._jobs.discard(task)

    def status(self) -> PoolStatus:
        """How the pool stands now."""
        ready = sum(1 for task in self._spare if task.done())
        return PoolStatus(
            backend=self._backend.name,
            warm=ready,
            starting=len(self._spare) - ready,
            busy=self._busy,
            waiting=self._waiting,
            served=self._served,
            failed_starts=self._failed_starts,
            notes=self._backend.notes,
        )

    async def ready(self) -> None:
        """Wait until every worker that was started is warm.

        Raises:
            SandboxError: one could not be started.
        """
        if waiting := [*self._spare, *self._light]:
            await asyncio.gather(*(asyncio.shield(task) for task in waiting))

    async def aclose(self) -> None:
        """Cancel the jobs, kill every worker, and return when nothing is left of them."""
        self._closed = True
        here = asyncio.current_task()
        jobs = [task for task in self._jobs if task is not here]
        for task in jobs:
            task.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        if self._quiet is not None:
            self._quiet.cancel()
        for idle in (self._spare, self._light):
            while idle:
                self._later(self._discard(idle.popleft()))
        while self._background:
            await asyncio.gather(*self._background, return_exceptions=True)
        await self._backend.aclose()

    async def _run_now(self, job: Job, on_progress: ProgressSink | None) -> Outcome:
        limits = job.limits or self._settings.limits
        self._busy += 1
        try:
            worker = await self._take(limits, light=job.kind in LIGHT_KINDS)
            if self._waiting:
                self._refill()
            if self._backend.name == "host":
                log.warning("running %s without isolation (backend 'host')", job.label or job.kind)
            try:
                outcome = await serve(worker, job, limits, on_progress)
            except BaseException:
                # The caller may rely on it: after an error nothing of the worker is left.
                await asyncio.shield(self._later(worker.kill()))
                raise
            self._later(worker.kill())
            return outcome
        finally:
            self._busy -= 1
            self._served += 1
            self._refill()

    async def _take(self, limits: Limits, *, light: bool) -> Worker:
        """A worker with these limits that waits, or a new one."""
        idle = self._light if light else self._spare
        while idle:
            task = idle.popleft()
            try:
                worker = await asyncio.shield(task)
            except asyncio.CancelledError:
                self._later(self._discard(task))
                raise
            except SandboxError:
                continue
            if worker.alive() and (_same_walls(limits, worker.limits) or await worker.resize(limits)):
                return worker
            self._later(worker.kill())
        return await self._start(limits, light=light)

    async def _start(self, limits: Limits, *, light: bool) -> Worker:
        try:
            worker = await self._start_ready(limits, light)
        except SandboxError as error:
            self._failed_starts += 1
            self._failures_in_a_row += 1
            log.warning("a sandbox worker did not start: %s", error)
            raise
        self._failures_in_a_row = 0
        return worker

    async def _start_ready(self, limits: Limits, light: bool) -> Worker:
        worker = await self._backend.start(limits)
        try:
            await await_ready(worker, self._settings.start_timeout_s)
            if not light:
                await warm_up(worker, self._settings.start_timeout_s)
        except BaseException as error:
            autopsy = await asyncio.shield(self._later(worker.kill()))
            if isinstance(error, WorkerDied) and autopsy.out_of_memory:
                error.fix = f"Raise the memory limit: {limits.memory_mb} MiB is too little to load manim."
            raise
        return worker

    def _refill(self) -> None:
        if self._closed or self._failures_in_a_row >= _FAILURES_BEFORE_PAUSE:
            # A start that keeps failing is tried again by the next job, which then hears why.
            return
        wanted = self._settings.workers - max(0, self._busy - self._waiting)
        self._keep(self._spare, wanted, light=False)
        self._keep(self._light, self._settings.light, light=True)
        self._when_quiet()

    def _when_quiet(self) -> None:
        if self._quiet is not None:
            self._quiet.cancel()
            self._quiet = None
        if self._settings.spare and not self._closed:
            self._quiet = asyncio.get_running_loop().call_later(_QUIET_S, self._add_spare)

    def _add_spare(self) -> None:
        """One more worker, if there is still nothing to do; the end of a job tries again."""
        missing = self._settings.workers + self._settings.spare - len(self._spare)
        if self._busy or self._waiting or self._failures_in_a_row or missing <= 0:
            return
        if all(task.done() for task in (*self._spare, *self._light)):
            self._keep(self._spare, len(self._spare) + 1, light=False)
        self._when_quiet()

    def _keep(self, idle: deque[asyncio.Task[Worker]], wanted: int, *, light: bool) -> None:
        held = sum(1 for task in idle if not (task.done() and _failed(task)))
        for _ in range(wanted - held):
            task = asyncio.get_running_loop().create_task(self._start(self._settings.limits, light=light))
            task.add_done_callback(_retrieve)
            idle.append(task)

    async def _discard(self, task: asyncio.Task[Worker]) -> None:
        task.cancel()
        (result,) = await asyncio.gather(task, return_exceptions=True)
        if not isinstance(result, BaseException):
            await result.kill()

    def _later(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        task.add_done_callback(_retrieve)
        return task

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise SandboxClosed("The sandbox is shut down.", fix="Open it again.")


def _same_walls(one: Limits, other: Limits) -> bool:
    """Whether two limits differ only in what the host itself watches (time and output)."""
    return (one.memory_mb, one.processes) == (other.memory_mb, other.processes)


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.cancelled() or task.exception() is not None


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Look at the exception, so that asyncio does not report it as never retrieved."""
    if not task.cancelled():
        task.exception()
