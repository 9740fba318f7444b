"""The HTTP server ends with its task, and the app that it serves before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette

from server.listening import Listener, NotStarted


async def listen(lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]]) -> None:
    config = uvicorn.Config(Starlette(lifespan=lifespan), "127.0.0.1", 0, log_config=None)
    listener = Listener(config)
    await listener.serve_until_cancelled([config.bind_socket()])


@pytest.mark.parametrize("begun", [False, True])
async def test_cancelled_at_any_time_it_lets_the_app_end_before_it_does(begun: bool):
    happened: list[str] = []
    starts, serves = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        starts.set()
        await asyncio.sleep(0.05)
        happened.append("begun")
        serves.set()
        yield
        await asyncio.sleep(0.05)
        happened.append("ended")

    task = asyncio.create_task(listen(lifespan))
    await (serves if begun else starts).wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 20)
    assert happened == ["begun", "ended"]


async def test_an_app_that_fails_at_its_start_is_an_error_of_the_command():
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        raise OSError("the disk is full")
        yield

    with pytest.raises(NotStarted, match="did not start"):
        await asyncio.wait_for(listen(lifespan), 20)
