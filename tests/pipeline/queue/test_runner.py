"""The embedded queue's own life: it closes when it is told to, whatever happens at that moment."""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager

from pipeline.chunks import LocalChunkStore
from pipeline.narration.errors import VoiceMissing
from pipeline.queue import jobs
from pipeline.queue.local import LocalRenderer
from pipeline.queue.runner import RenderQueue
from pipeline.state.model import SceneStatus
from pipeline.state.ordering import remove_scene
from pipeline.state.scenes import get_scene


@asynccontextmanager
async def rendering(db, scene, folder, request_for):
    """A queue that has the scene to render, for at most twenty seconds."""
    store = LocalChunkStore(folder)
    queue = RenderQueue(db, store, LocalRenderer(None, store, 1), request_for)
    jobs.submit(db, scene, owner="ada")
    await queue.start()
    try:
        async with asyncio.timeout(20):
            yield
    finally:
        await queue.aclose()


async def test_closing_at_the_moment_when_news_arrives_does_not_hang(db, tmp_path):
    store = LocalChunkStore(tmp_path)
    for turns in range(1, 6):
        queue = RenderQueue(db, store, LocalRenderer(None, store, 2), request_for=None)
        await queue.start()
        for _ in range(turns):
            await asyncio.sleep(0)
        queue._changes.ring()
        if turns % 2:
            await asyncio.sleep(0)

        async with asyncio.timeout(5):
            await queue.aclose()


async def test_a_voice_that_is_not_here_is_asked_for_once(db, three_scenes, tmp_path):
    scene, asked = three_scenes[0], []

    async def request_for(*about):
        asked.append(about)
        raise VoiceMissing("There is no such voice here.", fix="Name another.")

    async with rendering(db, scene, tmp_path, request_for):
        while get_scene(db, scene.id).status is not SceneStatus.ERROR:
            await asyncio.sleep(0.02)

    assert len(asked) == 1
    assert get_scene(db, scene.id).error["code"] == "voice_missing"


async def test_the_failure_of_a_scene_that_was_removed_meanwhile_ends_the_job_quietly(
    db, three_scenes, tmp_path
):
    scene, unhandled = three_scenes[0], []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: unhandled.append(context))

    async def request_for(*about):
        remove_scene(db, scene.id)
        raise VoiceMissing("There is no such voice here.", fix="Name another.")

    async with rendering(db, scene, tmp_path, request_for):
        while db.rows("SELECT 1 FROM jobs WHERE status IN ('waiting', 'leased')"):
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        gc.collect()

    assert unhandled == []
