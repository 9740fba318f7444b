"""The loop that sends the outbox: batches in order per session, sessions side by side.

A session whose head doesn't arrive waits, twice as long each time; the others go on. What the deployment
will never take is parked at once, alone. A session that couldn't be told anything for a day is parked
whole. Both are logged and counted, and both heal: the first update that arrives afterwards shows the hole,
and a resync closes it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpx
import structlog

from pipeline.state.database import Database
from pipeline.state.errors import NotFound
from pipeline.state.model import now_ms
from pipeline.state.watching import watch
from pipeline.sync import backlog
from pipeline.sync.backlog import Batch
from pipeline.sync.callbacks import Callbacks, Receipt, Unreached, Untaken
from pipeline.sync.resync import resync_session
from pipeline.sync.settings import SyncSettings

__all__ = ["Drain", "Drained", "draining"]

log = structlog.get_logger(__name__)

_LOOK_EVERY_S = 1.0
"""Other processes write too, and ring no bell here."""
_SWEEP_EVERY_MS = 3_600_000


@dataclass(slots=True)
class Drained:
    """What came of one round."""

    sent: int = 0
    failed: int = 0
    """Sessions that have to wait."""
    parked: int = 0


class Drain:
    """Sends what the outbox holds. Any number of them may run: the deployment takes each update once.

    ``url_of`` makes the URL of a chunk's key, as the chunk store does.
    """

    def __init__(
        self, db: Database, url_of: Callable[[str], str], settings: SyncSettings, client: httpx.AsyncClient
    ) -> None:
        self._db = db
        self._settings = settings
        self._callbacks = Callbacks(settings, client)
        self._media_url = settings.media_url.rstrip("/")
        self._store_url = url_of
        self._slots = asyncio.Semaphore(settings.parallel)
        self._healed: dict[str, int] = {}
        self._swept = 0

    async def run(self) -> None:
        """Send until cancelled: at each change, and when a wait is over."""
        with watch(self._db) as changes:
            while True:
                changes.forget()
                try:
                    await self.send_due()
                    self._sweep()
                except Exception:
                    # The next round finds the outbox as it is; nothing is lost by going on.
                    log.exception("sync_round_failed")
                due = backlog.next_due_ms(self._db)
                wait = _LOOK_EVERY_S if due is None else max(0.05, (due - now_ms()) / 1000)
                await changes.wait(min(_LOOK_EVERY_S, wait))

    async def send_due(self) -> Drained:
        """Send everything that may be sent now, until it has arrived or has to wait."""
        round_ = Drained()
        while sessions := backlog.due_sessions(self._db, now_ms()):
            async with asyncio.TaskGroup() as group:
                for session_id in sessions:
                    group.create_task(self._send_session(session_id, round_))
        return round_

    async def _send_session(self, session_id: str, round_: Drained) -> None:
        async with self._slots:
            limit = self._settings.batch
            while batch := backlog.head_batch(self._db, session_id, limit, self._url_of):
                try:
                    receipt = await self._callbacks.send(batch.kind, batch.updates)
                except Untaken as error:
                    if len(batch.ids) > 1:
                        # One of them is what is refused: go on one by one until it has been found.
                        limit = 1
                        continue
                    self._park(batch, error)
                    round_.parked += 1
                    limit = self._settings.batch
                    continue
                except Unreached as error:
                    round_.parked += self._wait(batch, error)
                    round_.failed += 1
                    return
                backlog.mark_sent(self._db, batch.ids, now_ms())
                round_.sent += len(batch.ids)
                self._heal(batch, receipt)

    def _park(self, batch: Batch, error: Untaken) -> None:
        backlog.park_head(self._db, batch.ids[0], now_ms(), error.message)
        log.error("sync_update_parked", session_id=batch.session_id, seq=batch.last_seq, error=error.message)

    def _wait(self, batch: Batch, error: Unreached) -> int:
        """Let the head wait, or give the session up. Returns how many updates were given up."""
        now = now_ms()
        if batch.failing_since is not None and now - batch.failing_since >= self._settings.give_up_s * 1000:
            parked = backlog.park_session(self._db, batch.session_id, now, error.message)
            log.error(
                "sync_session_parked",
                session_id=batch.session_id,
                updates=parked,
                error=error.message,
                fix=f"proofreel sync --session {batch.session_id}",
            )
            return parked
        wait = max(self._backoff(batch.attempts), error.retry_after_s)
        backlog.fail(self._db, batch.ids[0], now, next_at=now + int(wait * 1000), error=error.message)
        level = log.warning if batch.attempts == 0 else log.info
        level("sync_unreached", session_id=batch.session_id, wait_s=round(wait, 1), error=error.message)
        return 0

    def _backoff(self, attempts: int) -> float:
        longest = min(self._settings.longest_wait_s, self._settings.first_wait_s * 2.0 ** min(attempts, 30))
        # Down to half of it: many that failed together don't come back together.
        return longest * random.uniform(0.5, 1.0)  # noqa: S311

    def _heal(self, batch: Batch, receipt: Receipt | None) -> None:
        """Close a hole that the deployment's answer shows, and tell anew what an outage had parked."""
        behind = {batch.session_id} if receipt and receipt.received < batch.last_seq else set[str]()
        for session_id in sorted(behind | set(backlog.parked_sessions(self._db))):
            now = now_ms()
            if now - self._healed.get(session_id, -1 << 60) < self._settings.heal_every_s * 1000:
                continue
            self._healed[session_id] = now
            # Parked rows may outlive their session.
            with suppress(NotFound):
                queued = resync_session(self._db, session_id)
                log.warning("sync_hole_closed", session_id=session_id, updates=queued)

    def _sweep(self) -> None:
        now = now_ms()
        if now - self._swept > _SWEEP_EVERY_MS:
            self._swept = now
            backlog.forget_sent(self._db, now - int(self._settings.keep_sent_s * 1000))

    def _url_of(self, key: str) -> str:
        url = self._store_url(key)
        return self._media_url + url if url.startswith("/") else url


@asynccontextmanager
async def draining(
    db: Database, url_of: Callable[[str], str], settings: SyncSettings
) -> AsyncGenerator[Drain]:
    """A drain with its own connections, for as long as the block runs. It sends when it is told to."""
    async with httpx.AsyncClient(follow_redirects=False) as client:
        yield Drain(db, url_of, settings, client)
