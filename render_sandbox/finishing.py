"""What has to come to its end although its caller was told to stop, and is told so again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

__all__ = ["finished"]

_Result = TypeVar("_Result")


async def finished(work: Coroutine[Any, Any, _Result]) -> _Result:
    """The result of ``work``, however often the caller is cancelled meanwhile; it knows of the first time."""
    task = asyncio.get_running_loop().create_task(work)
    while not task.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(task)
    return task.result()
