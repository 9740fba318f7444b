"""Waiting for changes: one object for everybody who wants to know when a session moved."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

from pipeline.state.database import Database

__all__ = ["Watch", "watch"]


class Watch:
    """Rings when something changed. What rang before ``forget`` is not waited for again."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something changed. To be called in the loop's own thread."""
        self._rung.set()

    def forget(self) -> None:
        """From here on only new changes count: look at the state after this, not before."""
        self._rung.clear()

    async def wait(self, seconds: float) -> bool:
        """Wait for a change, at most so long; whether there was one.

        Another process may write too, and does not ring: look once in a while even when it is quiet.
        """
        # Not wait_for: in Python 3.11 it may swallow a cancellation that comes with the event.
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return False
        return True


@contextmanager
def watch(db: Database, session_id: str | None = None) -> Generator[Watch]:
    """A watch on one session, or on all of them, for as long as the block runs."""
    loop = asyncio.get_running_loop()
    changes = Watch()

    def heard(changed: str) -> None:
        if session_id in (None, changed):
            loop.call_soon_threadsafe(changes.ring)

    stop = db.listen(heard)
    try:
        yield changes
    finally:
        stop()
