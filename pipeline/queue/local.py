"""Rendering in this machine's own sandbox, into a store that this process writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pipeline.chunks import ChunkStore
from pipeline.queue.renderer import CHUNK, Order, Rendered, described, files_of, key_of, report_of
from pipeline.rendering import produce
from render_sandbox.sandbox import Sandbox

__all__ = ["LocalRenderer"]


class LocalRenderer:
    """See :class:`~pipeline.queue.renderer.Renderer`. ``slots`` renders at a time."""

    patient = False

    def __init__(self, sandbox: Sandbox, store: ChunkStore, slots: int) -> None:
        self._sandbox = sandbox
        self._store = store
        self._slots = slots

    def slots(self) -> int:
        """As many as the sandbox has workers."""
        return self._slots

    async def start(self, wanted: Callable[[str], bool]) -> None:
        """Nothing to do: the sandbox is open, and nothing is left over from before."""

    async def aclose(self) -> None:
        """Nothing to do: whoever opened the sandbox closes it."""

    async def render(self, order: Order) -> Rendered:
        """See :class:`~pipeline.queue.renderer.Renderer`."""
        chunk = await produce(order.request, self._sandbox, order.on_frames)
        order.on_upload()
        report = report_of(chunk)
        about = described(order, chunk.frames, report)
        files = files_of(chunk)
        for name in files.keys() - {CHUNK}:
            await asyncio.to_thread(self._store.put, key_of(name, order.key), files[name], {})
        stored = await asyncio.to_thread(self._store.put, order.key, chunk.data, about)
        return Rendered(stored.key, stored.sha256, stored.size, chunk.frames, report)
