"""A task that swallows a cancellation ends all the same."""

from __future__ import annotations

import asyncio

from pipeline.cancelling import end_tasks


async def test_a_task_that_swallowed_its_cancellation_is_cancelled_again():
    swallowed = []

    async def stubborn():
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if swallowed:
                    raise
                swallowed.append(True)

    tasks = [asyncio.create_task(stubborn()), asyncio.create_task(asyncio.sleep(60))]
    await asyncio.sleep(0)

    await end_tasks(tasks)

    assert swallowed
    assert all(task.cancelled() for task in tasks)
