"""The embedded queue's own life: it closes when it is told to, whatever happens at that moment."""

from __future__ import annotations

import asyncio

from pipeline.chunks import LocalChunkStore
from pipeline.queue.embedded import EmbeddedQueue


async def test_closing_at_the_moment_when_news_arrives_does_not_hang(db, tmp_path):
    for turns in range(1, 6):
        queue = EmbeddedQueue(db, LocalChunkStore(tmp_path), sandbox=None, request_for=None)
        await queue.start()
        for _ in range(turns):
            await asyncio.sleep(0)
        queue._changes.ring()
        if turns % 2:
            await asyncio.sleep(0)

        async with asyncio.timeout(5):
            await queue.aclose()
