"""Ending tasks for certain: what libraries make of a cancellation may be anything, even nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

__all__ = ["end_tasks"]

_AGAIN_S = 0.5


async def end_tasks(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel all of them, again where a cancellation was swallowed on its way; returns when none is left.

    A client of Redis that is cancelled just when its own time limit runs out may report only that, and one of
    MCP the error that its call ended with. What the tasks raise is dropped.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        ended, left = await asyncio.wait(left, timeout=_AGAIN_S)
        for task in ended:
            if not task.cancelled():
                task.exception()  # looked at, so that asyncio does not complain
