"""Whose turn it is: jobs in the order in which they come, and one place more for what somebody waits for.

A render takes minutes and nobody watches it; a rehearsal takes a second or two and an agent or a person
waits for it. So one short job may run beside as many jobs as there are places. It takes nothing from the
renders: they keep their places, and their order.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

__all__ = ["Turns"]


class Turns:
    """``places`` jobs at once, and one short job more."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._lane_free = True
        self._waiting: deque[tuple[asyncio.Future[bool], bool]] = deque()
        """In order: who waits (it hears whether it got the lane), and whether its job is short."""

    @asynccontextmanager
    async def taken(self, *, short: bool) -> AsyncGenerator[None]:
        """A place, for as long as the block runs."""
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((turn, short))
        self._hand_out()
        try:
            in_lane = await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back(in_lane=turn.result())
            raise
        try:
            yield
        finally:
            self._give_back(in_lane=in_lane)

    def _give_back(self, *, in_lane: bool) -> None:
        if in_lane:
            self._lane_free = True
        else:
            self._free += 1
        self._hand_out()

    def _hand_out(self) -> None:
        left: deque[tuple[asyncio.Future[bool], bool]] = deque()
        for turn, short in self._waiting:
            if turn.done():  # whoever waited has gone
                continue
            if self._free:
                self._free -= 1
                turn.set_result(False)
            elif short and self._lane_free:
                self._lane_free = False
                turn.set_result(True)
            else:
                left.append((turn, short))
        self._waiting = left
