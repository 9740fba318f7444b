"""Work that goes on when whoever asked for it stops waiting; whoever asks again joins it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from pipeline.cancelling import end_tasks

__all__ = ["JoinedWork"]

_Result = TypeVar("_Result")


class JoinedWork(Generic[_Result]):
    """Runs by key, at most one at a time for each. What ended is told to the next who asks, once."""

    def __init__(self) -> None:
        self._runs: dict[str, asyncio.Task[_Result]] = {}

    async def join(
        self, key: str, begin: Callable[[], Coroutine[Any, Any, _Result]], *, wait_s: float | None = None
    ) -> _Result | None:
        """The result of the run under ``key``, begun if there is none; ``None`` if ``wait_s`` was too short.

        What ``begin`` or the run raises is raised here.
        """
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = asyncio.create_task(begin())
        await asyncio.wait([run], timeout=wait_s)
        if not run.done():
            return None
        self._runs.pop(key, None)
        return await run

    def under_way(self, key: str) -> bool:
        """Whether a run has begun and nobody has heard of its end."""
        return key in self._runs

    async def finish(self) -> None:
        """Wait for the end of what still runs, whatever it is."""
        await asyncio.gather(*self._runs.values(), return_exceptions=True)

    async def aclose(self) -> None:
        """Stop what still runs."""
        await end_tasks(self._runs.values())
