"""A server's queue as a process: ``server_program.py HOME URL SILENCE_S``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import structlog

from pipeline.chunks import LocalChunkStore
from pipeline.queue.remote.renderer import RemoteRenderer
from pipeline.queue.runner import RenderQueue
from pipeline.rendering import RenderRequest
from pipeline.state import Database


async def request_for(session, scene, version) -> RenderRequest:
    return RenderRequest(version.code, session.format, {}, {}, scene.id)


async def serve(home: Path, url: str, silence_s: int) -> None:
    store = LocalChunkStore(home / "chunks")
    renderer = RemoteRenderer(url, store, silence_s=silence_s)
    await RenderQueue(Database(home / "proofreel.db"), store, renderer, request_for).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
