"""The embedded queue's own life: it closes when it is told to, whatever happens at that moment."""

from __future__ import annotations

import asyncio

from pipeline.chunks import LocalChunkStore
from pipeline.queue.local import LocalRenderer
from pipeline.queue.runner import RenderQueue


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
