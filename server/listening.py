"""The HTTP server as a part of the command: it ends when its task does, not when a signal comes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn

from proofreel.errors import ProofreelError

__all__ = ["Listener", "NotStarted"]


class NotStarted(ProofreelError):
    """The app failed before it could serve."""

    code = "not_started"


class Listener(uvicorn.Server):
    """uvicorn, which by itself ends the process by the signal that it got, whatever is still open then."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._up = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the command."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the app, then listen."""
        try:
            await super().startup(sockets)
        except SystemExit as error:
            said = "The server did not start."
            raise NotStarted(said, fix="The log above says why; mend that first.") from error
        finally:
            self._up.set()

    async def serve_until_cancelled(self, sockets: list[socket.socket]) -> None:
        """Serve. Cancelled, let answers under way and the app come to their ends first.

        Raises:
            NotStarted: the app failed; the log says why.
        """
        serving = asyncio.create_task(self.serve(sockets))
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            await self._up.wait()  # told before it is up, it would leave the app as it is
            self.should_exit = True
            await serving
            raise
