"""Order and fairness of the pool's places."""

from __future__ import annotations

import asyncio

import pytest

from render_sandbox.turns import Turns


class Watched:
    """Jobs that run until they are told to end; ``begun`` says in which order they got their turns."""

    def __init__(self, places: int) -> None:
        self.turns = Turns(places)
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, *names: str) -> None:
        for name in names:
            self.ends[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._job(name))
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    async def _job(self, name: str) -> None:
        async with self.turns.taken(short=name.startswith("look")):
            self.begun.append(name)
            await self.ends[name].wait()

    async def end(self, name: str) -> None:
        self.ends[name].set()
        await asyncio.gather(self.tasks[name], return_exceptions=True)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def leave(self, name: str) -> None:
        self.tasks[name].cancel()
        await asyncio.gather(self.tasks[name], return_exceptions=True)
        await asyncio.sleep(0)


async def test_a_look_does_not_wait_for_a_render() -> None:
    jobs = Watched(1)
    await jobs.come("render 1", "render 2", "look 1")

    assert jobs.begun == ["render 1", "look 1"]


async def test_looks_take_no_place_of_the_renders_and_one_runs_beside_them() -> None:
    jobs = Watched(1)
    await jobs.come("render 1", "render 2", "look 1", "look 2", "look 3")
    await jobs.end("look 1")
    await jobs.end("render 1")

    assert jobs.begun == ["render 1", "look 1", "look 2", "render 2"]


async def test_what_came_first_goes_first_where_there_is_a_place() -> None:
    jobs = Watched(1)
    await jobs.come("look 1", "look 2", "render 1", "look 3")
    await jobs.end("look 1")

    assert jobs.begun == ["look 1", "look 2", "render 1"]


@pytest.mark.parametrize("who", ["render 1", "render 2", "look 1", "look 2"])
async def test_whoever_leaves_hands_the_place_on(who: str) -> None:
    jobs = Watched(1)
    await jobs.come("render 1", "render 2", "look 1", "look 2")
    await jobs.leave(who)
    for name in ("render 1", "look 1", "render 2", "look 2"):
        await jobs.end(name)
    await jobs.come("render 3", "look 3", "render 4")

    assert jobs.begun[-2:] == ["render 3", "look 3"]


async def test_a_turn_that_comes_with_the_cancellation_is_handed_on() -> None:
    jobs = Watched(1)
    await jobs.come("render 1", "render 2", "render 3")
    jobs.ends["render 1"].set()
    jobs.tasks["render 2"].cancel()
    await asyncio.gather(jobs.tasks["render 1"], jobs.tasks["render 2"], return_exceptions=True)
    await asyncio.sleep(0)

    assert jobs.begun == ["render 1", "render 3"]
