"""A worker that is a child process of this one: what bubblewrap and the host backend share."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence

from render_sandbox.backend import Autopsy, Flood, LogTail
from render_sandbox.beginning import begin_or_undo
from render_sandbox.job import Limits

__all__ = ["ProcessWorker", "start_process"]

_READ = 256 << 10
_OUTLIVED_S = 1.0
"""How long pipes may stay open after their process was killed, before what holds them is looked for."""


class ProcessWorker:
    """A process and its pipes; ``bury`` cleans up what held it and says whether memory ran out."""

    def __init__(
        self,
        process: Process,
        name: str,
        limits: Limits,
        bury: Callable[[], Awaitable[bool]],
        resize: Callable[[Limits], bool] = lambda _: False,
    ) -> None:
        self._process = process
        self._bury = bury
        self._resize = resize
        self._log = LogTail()
        self._flooded = asyncio.Event()
        self._settled = asyncio.Event()
        self._draining = asyncio.get_running_loop().create_task(self._drain_log())
        self._autopsy: asyncio.Task[Autopsy] | None = None
        self.name = name
        self.limits = limits

    async def resize(self, limits: Limits) -> bool:
        """Change the group's limits, if there is a group."""
        return self._resize(limits)

    async def write(self, data: bytes) -> None:
        """Send bytes to standard input."""
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(data)
        await stdin.drain()

    async def read(self) -> bytes:
        """Some bytes of standard output; empty at the end."""
        stdout = self._process.stdout
        assert stdout is not None
        if self._flooded.is_set():
            raise Flood
        reading = asyncio.ensure_future(stdout.read(_READ))
        flooded = asyncio.ensure_future(self._flooded.wait())
        try:
            await asyncio.wait({reading, flooded}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                return reading.result()
            raise Flood
        finally:
            reading.cancel()
            flooded.cancel()

    def log(self) -> str:
        """Standard error so far."""
        return self._log.text()

    async def settle(self, within_s: float) -> None:
        """Wait until standard error is read to where the worker ended it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._settled.wait()

    def alive(self) -> bool:
        """Whether the process runs and its standard output is open."""
        stdout = self._process.stdout
        return self._process.returncode is None and stdout is not None and not stdout.at_eof()

    async def kill(self) -> Autopsy:
        """End the process group, wait for it, clean up."""
        if self._autopsy is None:
            self._autopsy = asyncio.get_running_loop().create_task(self._end())
        return await asyncio.shield(self._autopsy)

    async def _end(self) -> Autopsy:
        # One that ended by itself is about to be reaped; its own exit code says more than ours.
        if self._process.returncode is None and self._closed():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 0.5)
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        # asyncio tells of the end only when the pipes are read to theirs.
        emptying = asyncio.ensure_future(self._empty_stdout())
        ended = asyncio.ensure_future(self._process.wait())
        await asyncio.wait({ended}, timeout=_OUTLIVED_S)
        # A child lives on, and holds the pipes, whose parent was killed before the child had tied its life to
        # it. The group knows it.
        out_of_memory = await self._bury()
        await asyncio.wait({ended}, timeout=_OUTLIVED_S)
        if not ended.done():
            self._close_pipes()
        code = await ended
        emptying.cancel()
        self._draining.cancel()
        await asyncio.gather(self._draining, return_exceptions=True)
        if self._process.stdin is not None:
            self._process.stdin.close()
        return Autopsy(exit_code=code if code >= 0 else 128 - code, out_of_memory=out_of_memory)

    def _close_pipes(self) -> None:
        # Public nowhere; without it nobody hears of the end before the last holder of a pipe is gone.
        self._process._transport.close()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]  # noqa: SLF001

    def _closed(self) -> bool:
        stdout = self._process.stdout
        return stdout is None or stdout.at_eof()

    async def _drain_log(self) -> None:
        stderr = self._process.stderr
        assert stderr is not None
        while data := await stderr.read(_READ):
            if not self._flooded.is_set():
                try:
                    self._log.feed(data)
                except Flood:
                    self._flooded.set()
                if self._log.ended:
                    self._settled.set()
            await asyncio.sleep(0)
        self._settled.set()

    async def _empty_stdout(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        # A cancelled read may still be on its way out of the stream.
        await asyncio.sleep(0)
        with contextlib.suppress(RuntimeError):
            while await stdout.read(_READ):
                await asyncio.sleep(0)


async def start_process(
    command: Sequence[str],
    name: str,
    limits: Limits,
    bury: Callable[[], Awaitable[bool]],
    resize: Callable[[Limits], bool] = lambda _: False,
    *,
    env: Mapping[str, str],
    pass_fds: Sequence[int] = (),
    cwd: str | None = None,
) -> ProcessWorker:
    """Start a worker's process in a session of its own, with pipes.

    Where it cannot be started, or the caller is cancelled meanwhile, nothing of it is left.
    """

    async def started() -> ProcessWorker:
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                env=dict(env),
                pass_fds=tuple(pass_fds),
                cwd=cwd,
                start_new_session=True,
                limit=_READ,
            )
        except OSError:
            await bury()
            raise
        return ProcessWorker(process, name, limits, bury, resize)

    # Cancelled itself, asyncio would kill the one process and wait for the pipes of all that it began.
    return await begin_or_undo(started(), ProcessWorker.kill)
