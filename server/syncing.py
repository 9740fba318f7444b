"""The deployment that is kept in step while this process serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from server.settings import Settings
from server.shares import sync_settings

if TYPE_CHECKING:
    from pipeline.studio import Studio

__all__ = ["syncing"]


@asynccontextmanager
async def syncing(settings: Settings, studio: Studio) -> AsyncGenerator[None]:
    """Drain the outbox beside the block, where a deployment is set."""
    sync = sync_settings(settings)
    if sync is None:
        yield
        return
    from pipeline.sync.drain import draining

    async with draining(studio.db, studio.store.url, sync) as drain:
        task = asyncio.create_task(drain.run(), name="sync")
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
