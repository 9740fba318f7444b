"""Which generations this process works on: begun, held by a lease, taken up after a crash, let go of."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Coroutine
from uuid import uuid4

import structlog

from pipeline.cancelling import end_tasks
from pipeline.director.ledger import Ledger
from pipeline.queue.jobs import worker_name

__all__ = ["Keeper"]

log = structlog.get_logger(__name__)

_BEAT_S = 5.0


class Keeper:
    """Runs ``work`` for every generation that this process holds; one process holds it at a time."""

    def __init__(self, ledger: Ledger, work: Callable[[str], Coroutine[object, object, None]]) -> None:
        self._ledger = ledger
        self._work = work
        self._running: dict[str, asyncio.Task[None]] = {}
        self._holder = f"{worker_name().rpartition('/')[0]}/{uuid4().hex[:8]}"
        self._beating: asyncio.Task[None] | None = None

    async def aclose(self) -> None:
        """Stop what runs, and let other processes go on with it at once."""
        await end_tasks([*self._running.values(), *([self._beating] if self._beating else [])])
        self._ledger.release(self._holder)

    def start(self, generation_id: str) -> bool:
        """Work on a generation, unless another process has it. Returns whether it runs here."""
        if generation_id not in self._running and self._ledger.take(generation_id, self._holder):
            task = asyncio.create_task(self._work(generation_id), name=generation_id)
            self._running[generation_id] = task
            task.add_done_callback(lambda _: self._running.pop(generation_id, None))
            self._keep()
        return generation_id in self._running

    def resume(self) -> list[str]:
        """Take up what other processes left running, now and from now on. Returns what was found now."""
        self._keep()
        return self._take_up()

    def stop(self, generation_id: str) -> None:
        """Break off the work on a generation, where it is done here."""
        if task := self._running.get(generation_id):
            task.cancel("cancelled")

    def task(self, generation_id: str) -> asyncio.Task[None] | None:
        """The work on a generation, where it is done here and now."""
        return self._running.get(generation_id)

    def _keep(self) -> None:
        if self._beating is None:
            self._beating = asyncio.create_task(self._keep_alive(), name="director")

    def _take_up(self) -> list[str]:
        left = [found.id for found in self._ledger.running() if found.id not in self._running]
        return [found for found in left if self.start(found)]

    async def _keep_alive(self) -> None:
        """Hold what runs here, let go of what is lost, take up what a process that died has left."""
        last = time.monotonic()
        while True:
            await asyncio.sleep(_BEAT_S)
            now = time.monotonic()
            try:
                kept = self._ledger.beat(self._holder, round((now - last) * 1000))
                last = now
                for generation_id in set(self._running) - kept:
                    self._running[generation_id].cancel("lost")
                self._take_up()
            except sqlite3.OperationalError:
                log.exception("director_beat_failed")  # a full disk or a long lock: tried again
