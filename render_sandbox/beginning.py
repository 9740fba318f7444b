"""Beginnings that may not be broken off: half of one would leave something that nobody knows of."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

__all__ = ["begin_or_undo"]

_Begun = TypeVar("_Begun")


async def begin_or_undo(
    begin: Coroutine[Any, Any, _Begun], undo: Callable[[_Begun], Awaitable[object]]
) -> _Begun:
    """What ``begin`` gives. Cancelled meanwhile, however often, it comes to its end and is undone."""
    beginning = asyncio.get_running_loop().create_task(begin)

    async def undone() -> None:
        with contextlib.suppress(Exception):  # what has failed to begin needs no undoing
            await undo(await beginning)

    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        undoing = asyncio.get_running_loop().create_task(undone())
        while not undoing.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(undoing)
        raise
