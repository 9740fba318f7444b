"""``proofreel worker`` as a process: Celery in the main thread, one event loop with the sandbox beside it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import warnings
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog
from redis.exceptions import RedisError

from pipeline.queue.errors import BrokerMissing
from pipeline.queue.remote.board import SILENCE_S, Board
from pipeline.queue.remote.broker import RENDER, make_app, queue_name, unreachable
from pipeline.queue.remote.worker import RenderWorker
from render_sandbox.sandbox import Sandbox

__all__ = ["run_worker"]

log = structlog.get_logger(__name__)


def run_worker(
    url: str,
    sandbox: Callable[[], AbstractAsyncContextManager[Sandbox]],
    *,
    slots: int,
    grace_s: float,
    on_ready: Callable[[str], None],
    silence_s: int = SILENCE_S,
) -> None:
    """Work until a signal says to stop. SIGTERM: what is under way has ``grace_s`` to end, then it is
    given back; SIGINT: it is given back at once.

    Raises:
        BrokerMissing: Redis cannot be reached.
        BackendMissing: nothing on this machine can isolate code.
    """
    app = make_app(url)
    side = _Side(Board(url, silence_s), url, sandbox, slots)
    side.start()
    try:
        _consume(app, side, slots, grace_s, on_ready)
    finally:
        side.stop()


class _Side:
    """The event loop in its own thread, with what is open in it."""

    def __init__(
        self,
        board: Board,
        url: str,
        sandbox: Callable[[], AbstractAsyncContextManager[Sandbox]],
        slots: int,
    ) -> None:
        self._board = board
        self._url = url
        self._open_sandbox = sandbox
        self._slots = slots
        self._loop = asyncio.new_event_loop()
        self._ready: concurrent.futures.Future[RenderWorker] = concurrent.futures.Future()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def start(self) -> None:
        """Open everything; fails as opening fails."""
        self._thread.start()
        self._ready.result()

    @property
    def worker(self) -> RenderWorker:
        """The worker, once :meth:`start` has returned."""
        return self._ready.result()

    def wait_for(self, work: Any) -> Any:
        """Run a coroutine in the loop; called from the threads of Celery."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def begin(self, work: Any) -> None:
        """Start a coroutine in the loop; may be called in a signal handler."""
        asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self) -> None:
        """Close everything; returns when no worker process is left."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            else:
                log.exception("worker_crashed")
        finally:
            self._loop.close()

    async def _live(self) -> None:
        board = self._board
        try:
            await board.ping()
        except (RedisError, OSError) as error:
            raise unreachable(self._url, error) from error
        async with self._open_sandbox() as sandbox:
            worker = RenderWorker(board, sandbox, self._slots)
            present = asyncio.create_task(worker.present())
            self._ready.set_result(worker)
            await self._stop.wait()
            await worker.leave(0)
            present.cancel()
            await asyncio.gather(present, return_exceptions=True)
        await board.aclose()


def _consume(app: Any, side: _Side, slots: int, grace_s: float, on_ready: Callable[[str], None]) -> None:
    from celery import signals
    from celery.platforms import SecurityWarning

    # It warns of root because of pickle, which is off here; scenes run in the sandbox.
    warnings.simplefilter("ignore", SecurityWarning)

    @app.task(name=RENDER, acks_late=True, ignore_result=True)
    def render(work: str, token: str) -> None:  # pyright: ignore[reportUnusedFunction]
        side.wait_for(side.worker.serve(work, token))

    def ready(**_: Any) -> None:
        on_ready(side.worker.name)

    asked = threading.Event()

    def leaving(sig: str, **_: Any) -> None:
        asked.set()
        side.begin(side.worker.leave(0 if sig == "SIGINT" else grace_s))

    signals.worker_ready.connect(ready, weak=False)
    signals.worker_shutting_down.connect(leaving, weak=False)
    celery_worker = app.Worker(
        pool="threads",
        concurrency=slots,
        queues=[queue_name()],
        hostname=f"proofreel@{side.worker.name.replace('/', '.')}",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
        loglevel="WARNING",
    )
    celery_worker.start()
    if celery_worker.exitcode and not asked.is_set():
        raise BrokerMissing("The Celery worker stopped by itself.", fix="Read its log above.")
