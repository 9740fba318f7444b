"""What a backend is: something that starts isolated workers, and what such a worker can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from proofreel.printable import printable
from render_sandbox.job import Limits
from render_sandbox.stage.protocol import LOG_END

__all__ = ["Autopsy", "Backend", "Flood", "LogTail", "Worker"]


class Flood(Exception):
    """The worker wrote more outside the protocol than anybody will read."""


@dataclass(frozen=True, slots=True)
class Autopsy:
    """What the outside knows of a worker that ended."""

    exit_code: int | None = None
    """As a shell would say it: 137 for SIGKILL. None: not known."""
    out_of_memory: bool = False


class Worker(Protocol):
    """One isolated process tree, started, perhaps still warming up."""

    @property
    def name(self) -> str:
        """How it appears outside: a container or cgroup name."""
        ...

    @property
    def limits(self) -> Limits:
        """What it was started with."""
        ...

    async def resize(self, limits: Limits) -> bool:
        """Give a worker that waits other memory and process limits; False: this one can't have them."""
        ...

    async def write(self, data: bytes) -> None:
        """Send bytes to its standard input.

        Raises:
            OSError: it no longer reads.
        """
        ...

    async def read(self) -> bytes:
        """Some bytes of its standard output; empty at the end.

        Raises:
            Flood: its standard error passed all bounds.
        """
        ...

    def log(self) -> str:
        """Its standard error so far, the middle cut out if it is long."""
        ...

    async def settle(self, within_s: float) -> None:
        """Wait until the log is whole, at most so long; what else it says meanwhile is lost."""
        ...

    def alive(self) -> bool:
        """Whether it still runs, as far as can be told without asking anybody."""
        ...

    async def kill(self) -> Autopsy:
        """End the whole tree, remove what it was held in. Returns when nothing is left; idempotent."""
        ...


class Backend(Protocol):
    """A way of isolating code."""

    name: str

    @property
    def notes(self) -> tuple[str, ...]:
        """What is weaker than it could be on this machine."""
        ...

    async def prepare(self) -> None:
        """Check that workers can be started, and remove what dead servers left behind.

        Raises:
            BackendMissing: they can't.
        """
        ...

    async def start(self, limits: Limits) -> Worker:
        """Start a worker.

        Raises:
            SandboxError: it could not be started.
        """
        ...

    async def aclose(self) -> None:
        """Let go of what the backend itself holds; its workers are killed by their owners."""
        ...


class LogTail:
    """A worker's standard error: the first and the last part, and a bound on the whole."""

    KEEP = 32 << 10
    BOUND = 16 << 20

    def __init__(self) -> None:
        self._head = bytearray()
        self._tail = bytearray()
        self._total = 0
        self._last = b""
        self.ended = False
        """Whether the worker has said that this is all. Untrusted: more may come, or it may never say so."""

    def feed(self, data: bytes) -> None:
        """Take bytes.

        Raises:
            Flood: more than ``BOUND`` altogether.
        """
        self._total += len(data)
        recent = self._last + data
        self.ended = self.ended or LOG_END in recent
        self._last = recent[1 - len(LOG_END) :]
        room = self.KEEP - len(self._head)
        self._head += data[:room] if room > 0 else b""
        rest = data[max(room, 0) :]
        self._tail += rest[-self.KEEP :]
        del self._tail[: -self.KEEP]
        if self._total > self.BOUND:
            raise Flood

    def text(self) -> str:
        """What was kept, as text; undecodable bytes replaced, control characters escaped."""
        cut = self._total - len(self._head) - len(self._tail)
        middle = f"\n… {cut} bytes …\n".encode() if cut else b""
        kept = bytes(self._head + middle + self._tail).replace(LOG_END, b"")
        return printable(kept.decode(errors="replace"))
