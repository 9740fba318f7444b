"""A worker's side of one piece of work: claim, render in the own sandbox, upload with a ticket, report."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import socket
import tempfile
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from redis.exceptions import RedisError

from pipeline.chunks.tickets import TicketRefused, UploadTicket, send
from pipeline.correlation import correlated, known_or_new, logging_of
from pipeline.observing.traces import span
from pipeline.queue.errors import is_final, unexpected
from pipeline.queue.remote.board import Board, Claim, stop_if_cancelled
from pipeline.queue.remote.broker import kind_of_worker
from pipeline.queue.remote.parcel import unpack
from pipeline.queue.renderer import files_of, report_of
from pipeline.rendering import Chunk, RenderRequest, produce
from proofreel.errors import ProofreelError
from render_sandbox.errors import SandboxClosed
from render_sandbox.sandbox import Sandbox

__all__ = ["RenderWorker"]

_BEAT_EVERY_S = 1.0
_PRESENT_EVERY_S = 2.0
_TICKET_S = 0.1
_LOOKS_PER_OFFER = 20
_PAUSE_S = 5.0
_PATIENCE_S = 15 * 60
"""So long a finished chunk is kept for a server or a Redis that is away."""

log = structlog.get_logger(__name__)


class _TakenAway(Exception):
    """The server wants this work no longer, or from somebody else."""


class RenderWorker:
    """Serves pieces of work, at most ``slots`` at once (whoever calls :meth:`serve` sees to that)."""

    def __init__(self, board: Board, sandbox: Sandbox, slots: int) -> None:
        self.name = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"
        self._board = board
        self._sandbox = sandbox
        self._slots = slots
        self._under_way: set[asyncio.Task[Any]] = set()
        self._leaving = False

    async def present(self) -> None:
        """Say every few seconds that this worker is there, until it is told to leave."""
        kind = kind_of_worker()
        while not self._leaving:
            with contextlib.suppress(RedisError, OSError):
                await self._board.present(kind, self.name, self._slots)
            await asyncio.sleep(_PRESENT_EVERY_S)

    async def leave(self, grace_s: float) -> None:
        """Take nothing more; what is under way has so long to end, then it is given back."""
        self._leaving = True
        with contextlib.suppress(RedisError, OSError):
            await self._board.leave(kind_of_worker(), self.name)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=grace_s)
        for task in self._under_way:
            task.cancel()

    async def serve(self, work: str, token: str) -> str:
        """One call. Returns what became of it, in a word, for the log.

        Never raises for what goes wrong with the work: that is reported to the server.
        """
        claim = Claim(work, token, self.name)
        fields = None if self._leaving else await self._board.claim(claim)
        if fields is None:
            return "void"
        task = asyncio.ensure_future(self._make(claim, fields))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        bound = log.bind(work=work)
        try:
            await task
            result: dict[str, Any] = {"kind": "stored"}
        except asyncio.CancelledError:
            result = {"kind": "released"}
        except _TakenAway:
            bound.info("work_taken_away")
            return "taken away"
        except SandboxClosed:
            result = {"kind": "released"}
        except ProofreelError as error:
            result = {"kind": "final" if is_final(error) else "again", "error": error.as_dict()}
        except Exception as error:
            bound.exception("work_crashed")
            result = {"kind": "again", "error": unexpected(error)}
        await self._insist(claim, "result", result)
        bound.info("work_ended", **result)
        return str(result["kind"])

    async def _make(self, claim: Claim, fields: dict[bytes, bytes]) -> None:
        async with self._kept_alive(claim) as progress:
            request, more = unpack(fields)
            with (
                correlated(known_or_new(more.get("correlation_id"))),
                logging_of(**more.get("about", {})),
                span("work", parent=more.get("traceparent"), work=claim.work, worker=self.name),
            ):
                log.info("work_begun", work=claim.work)
                chunk = await produce(request, self._sandbox, progress)
                with span("upload", bytes=len(chunk.data)):
                    await self._upload(claim, chunk, request)

    @asynccontextmanager
    async def _kept_alive(self, claim: Claim) -> AsyncGenerator[Any]:
        """Beats while the block runs; ends it with :class:`_TakenAway` when the work is taken away."""
        latest: dict[str, int] = {}
        here = asyncio.current_task()
        taken, over = False, asyncio.Event()

        def progress(done: int, total: int | None) -> None:
            latest.update({"done": done} | ({"total": total} if total else {}))

        async def beat() -> None:
            nonlocal taken
            said: dict[str, int] = {}
            while not over.is_set():
                # A Redis that is away is no reason to stop: it will hear of this when it is back.
                with contextlib.suppress(RedisError, OSError):
                    now = dict(latest)
                    if not await self._board.speak(claim, now, ring=now != said):
                        taken = True
                        assert here is not None
                        here.cancel()
                        return
                    said = now
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_BEAT_EVERY_S):
                        await over.wait()

        beating = asyncio.create_task(beat())
        try:
            yield progress
        except asyncio.CancelledError:
            if taken:
                raise _TakenAway from None
            raise
        finally:
            # Not cancelled: what Redis makes of a cancellation in the middle of a call may be an error of its
            # own, which the beat is made to survive.
            over.set()
            await asyncio.gather(beating, return_exceptions=True)

    async def _upload(self, claim: Claim, chunk: Chunk, request: RenderRequest) -> None:
        files = files_of(chunk)
        offer = {
            "frames": chunk.frames,
            "report": report_of(chunk),
            "files": {
                name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                for name, data in files.items()
            },
        }
        await self._insist(claim, "offer", offer)
        tickets = await self._tickets(claim, offer, request.label)
        with tempfile.TemporaryDirectory(prefix="proofreel-") as folder:
            for name, data in files.items():
                path = Path(folder) / name
                await asyncio.to_thread(path.write_bytes, data)
                await asyncio.to_thread(_send, UploadTicket.from_dict(tickets[name]), path)

    async def _tickets(self, claim: Claim, offer: dict[str, Any], label: str) -> dict[str, Any]:
        for look in range(1, int(_PATIENCE_S / _TICKET_S)):
            with contextlib.suppress(RedisError, OSError):
                if tickets := await self._board.tickets(claim):
                    return tickets
                if look % _LOOKS_PER_OFFER == 0:
                    # A Redis that lost its memory has forgotten the offer, or the answer to it.
                    await self._board.speak(claim, {"offer": json.dumps(offer)})
            stop_if_cancelled()
            await asyncio.sleep(_TICKET_S)
        raise TicketRefused(f"The server gave no leave to store {label}.", fix="Is the server running?")

    async def _insist(self, claim: Claim, field: str, told: dict[str, Any]) -> None:
        """Say something that must be heard: a Redis that is away is waited for."""
        pause = 0.2
        for _ in range(int(_PATIENCE_S)):
            try:
                if not await self._board.speak(claim, {field: json.dumps(told)}):
                    log.info("work_void", work=claim.work)
            except (RedisError, OSError):
                stop_if_cancelled()
                await asyncio.sleep(pause)
                pause = min(_PAUSE_S, pause * 1.5)
            else:
                return


def _send(ticket: UploadTicket, path: Path) -> None:
    try:
        send(ticket, path)
    except FileNotFoundError as error:
        raise TicketRefused(
            f"The server's store is a folder that this worker ({socket.gethostname()}) cannot write.",
            fix="Workers on other machines need a store that they can reach: set up S3.",
        ) from error
