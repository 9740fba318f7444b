"""The server's side: posts work, calls workers through Celery, gives leave to upload, hears the outcome."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

import structlog
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from pipeline.cancelling import end_tasks
from pipeline.chunks import ChunkStore
from pipeline.observing.traces import traceparent
from pipeline.queue.errors import JobReleased, RemoteFailure, WorkerLost
from pipeline.queue.remote.board import SILENCE_S, Board, Work, stop_if_cancelled
from pipeline.queue.remote.broker import RENDER, kind_of_worker, make_app, queue_name
from pipeline.queue.remote.parcel import pack
from pipeline.queue.renderer import CHUNK, Order, Rendered, described, key_of
from proofreel.errors import ProofreelError

__all__ = ["RemoteRenderer"]

_LOOK_S = 1.0
_NOBODY_S = 4.0
_ROLL_S = 2.0

T = TypeVar("T")
log = structlog.get_logger(__name__)


class RemoteRenderer:
    """See :class:`~pipeline.queue.renderer.Renderer`. As many slots as the workers have.

    While Redis is away everything under way waits: the workers render on and report when it is back.
    """

    patient = True

    def __init__(self, url: str, store: ChunkStore, *, silence_s: int = SILENCE_S) -> None:
        self._board = Board(url, silence_s)
        self._unclaimed_s = max(5.0, silence_s * 2 / 3)
        """A call that no worker took for so long was lost: it is made again, and the lost one is void."""
        self._forgotten_s = max(3.0, silence_s / 3)
        """So long a Redis that lost its memory may hear from the workers before work is posted anew."""
        self._app = make_app(url, answer_within_s=5)
        self._kind = kind_of_worker()
        self._store = store
        self._rings: dict[str, asyncio.Event] = {}
        self._capacity = 0
        self._reached_since: float | None = None
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []

    def slots(self) -> int:
        """What the workers that were heard of lately take; none while Redis is away."""
        return self._capacity

    async def start(self, wanted: Callable[[str], bool]) -> None:
        """Begin to watch for workers and their news; stop what was cancelled while no server was there."""
        watching = (self._count(), self._listen(), self._sweep(wanted))
        self._tasks = [asyncio.create_task(work) for work in watching]

    async def aclose(self) -> None:
        """Stop watching; what the workers do goes on, and is found again by the next server."""
        self._closing = True
        await end_tasks(self._tasks)

    async def render(self, order: Order) -> Rendered:
        """See :class:`~pipeline.queue.renderer.Renderer`."""
        self._rings[order.work] = asyncio.Event()
        try:
            rendered = await self._follow(order)
        except asyncio.CancelledError:
            if not self._closing:
                await asyncio.shield(self._ended(order))
            raise
        except Exception:
            await self._ended(order)
            raise
        finally:
            del self._rings[order.work]
        await self._ended(order)
        return rendered

    async def _follow(self, order: Order) -> Rendered:
        token, posted, seen = "", 0.0, (-1, -1)
        offered: dict[str, Any] | None = None
        while True:
            stop_if_cancelled()
            ring = self._rings[order.work]
            ring.clear()
            work = await self._patiently(lambda: self._board.look(order.work))
            now = asyncio.get_running_loop().time()
            if work is None and (not token or self._reached_for(self._forgotten_s)):
                token, posted = await self._post(order), now
            elif work is not None:
                if work.token != token:
                    token, posted = work.token, now  # found again after this process was started anew
                if work.result is not None:
                    if offered is None and work.result["kind"] == "stored":
                        order.on_upload()  # uploaded while no server was there
                    return await self._delivered(order, work, work.offer or offered)
                if work.offer is not None and (offered is None or not work.granted):
                    if offered is None:
                        order.on_upload()
                    # Once more where a Redis that lost its memory has forgotten it before the worker read it.
                    await self._grant(order, work.offer)
                    offered = work.offer
                elif (work.done, work.total) != seen and work.worker:
                    seen = (work.done, work.total)
                    order.on_frames(work.done, work.total)
                if await self._unclaimed(work, now - posted):
                    token, posted = await self._post(order), now
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_S):
                    await ring.wait()

    async def _unclaimed(self, work: Work, waited: float) -> bool:
        """Whether the call has to be made again.

        Raises:
            WorkerLost: somebody took it and fell silent.
            JobReleased: nobody took it, and nobody is there who could.
        """
        if work.worker is None:
            if waited > _NOBODY_S and self._capacity == 0 and self._reached_for(_NOBODY_S):
                raise JobReleased("There is no worker any more.")
            limit = self._unclaimed_s
            return waited > limit and self._capacity > 0 and self._reached_for(limit)
        if not work.alive and self._reached_for(self._board.silence_s):
            raise WorkerLost(
                f"The worker {work.worker} died or was cut off while it rendered this scene.",
                fix="Look for what uses up memory or time in the scene, then retry it.",
                worker=work.worker,
            )
        return False

    async def _post(self, order: Order) -> str:
        token = uuid.uuid4().hex
        told = {"correlation_id": order.correlation_id, "about": dict(order.about)}
        fields = pack(order.request, **told, traceparent=traceparent())
        await self._patiently(lambda: self._board.post(order.work, token, fields))
        await self._patiently(lambda: asyncio.to_thread(self._call, order, token))
        return token

    def _call(self, order: Order, token: str) -> None:
        with self._app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
            self._app.send_task(
                RENDER,
                args=[order.work, token],
                queue=queue_name(),
                priority=0 if order.preview else 6,
                connection=connection,
                retry=False,
            )

    async def _grant(self, order: Order, offer: dict[str, Any]) -> None:
        about = described(order, int(offer["frames"]), offer["report"])
        tickets: dict[str, Any] = {}
        for name, file in offer["files"].items():
            ticket = await asyncio.to_thread(
                self._store.ticket,
                key_of(name, order.key),
                sha256=str(file["sha256"]),
                size=int(file["size"]),
                about=about if name == CHUNK else {},
            )
            tickets[name] = ticket.as_dict()
        await self._patiently(lambda: self._board.grant(order.work, tickets))

    async def _delivered(self, order: Order, work: Work, offer: dict[str, Any] | None) -> Rendered:
        result = work.result or {}
        if result["kind"] == "released":
            raise JobReleased(f"The worker {work.worker} was stopped.")
        if result["kind"] != "stored":
            raise RemoteFailure(result["error"], final=result["kind"] == "final")
        if offer is None:
            raise JobReleased("It is stored, and Redis has forgotten what: the store will tell.")
        chunk = offer["files"][CHUNK]
        stored = await asyncio.to_thread(self._store.head, order.key)
        if stored is None or stored.sha256 != chunk["sha256"]:
            raise ProofreelError(
                f"The worker {work.worker} says that it stored {order.key}, and it is not there.",
                fix="Workers on other machines need a store that they can reach: S3, not a folder.",
            )
        return Rendered(stored.key, stored.sha256, stored.size, offer["frames"], offer["report"])

    async def _ended(self, order: Order) -> None:
        # Where Redis is away the worker comes to its end, and finds its token void at the next posting.
        with contextlib.suppress(RedisError, TimeoutError):
            async with asyncio.timeout(_LOOK_S):
                await self._board.end(order.work)

    # Redis that comes and goes

    async def _patiently(self, do: Callable[[], Awaitable[T]]) -> T:
        """Do it as soon as Redis lets us."""
        while True:
            try:
                return await do()
            except (RedisError, OperationalError, OSError) as error:
                stop_if_cancelled()
                self._away(error)
                await asyncio.sleep(_LOOK_S)

    def _reached_for(self, seconds: float) -> bool:
        """Whether Redis has been there for so long without a gap: only then silence means something."""
        now = asyncio.get_running_loop().time()
        return self._reached_since is not None and now - self._reached_since > seconds

    def _away(self, error: Exception) -> None:
        if self._reached_since is not None:
            log.warning("redis_away", error=str(error))
        self._reached_since, self._capacity = None, 0

    async def _sweep(self, wanted: Callable[[str], bool]) -> None:
        for work in await self._patiently(self._board.all_work):
            if not wanted(work) and work not in self._rings:
                await self._patiently(partial(self._board.end, work))

    async def _count(self) -> None:
        before = (-1, -1)
        while True:
            try:
                count, self._capacity = await self._board.workers(self._kind)
            except (RedisError, OSError) as error:
                stop_if_cancelled()
                self._away(error)
            else:
                if self._reached_since is None:
                    self._reached_since = asyncio.get_running_loop().time()
                if before != (count, self._capacity):
                    before = (count, self._capacity)
                    log.info("workers", count=count, slots=self._capacity)
            await asyncio.sleep(_ROLL_S)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._board.news() as news:
                    while True:
                        message = await news.get_message(timeout=_ROLL_S)
                        if message and (ring := self._rings.get(message["data"].decode())):
                            ring.set()
            except (RedisError, OSError):
                stop_if_cancelled()
                await asyncio.sleep(_LOOK_S)
