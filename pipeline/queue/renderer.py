"""What a queue asks of the hands that render: this machine's sandbox, or workers elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.chunks import frames_key, poster_key
from pipeline.rendering import Chunk, FrameSink, RenderRequest

__all__ = [
    "CHUNK",
    "Order",
    "Rendered",
    "Renderer",
    "described",
    "files_of",
    "key_of",
    "report_of",
]

CHUNK = "chunk"


@dataclass(frozen=True, slots=True)
class Order:
    """One version of a scene to be rendered and stored."""

    work: str
    """What tells one piece of work from another: scene, version and content address."""
    request: RenderRequest
    key: str
    """Where the chunk is to be stored."""
    digest: str
    preview: bool
    on_frames: FrameSink
    on_upload: Callable[[], None]
    """To be called once, when the chunk is made and before it is stored."""
    correlation_id: str = ""
    about: Mapping[str, str] = field(default_factory=dict[str, str])
    """The ids that log lines about it have, as :func:`pipeline.correlation.logging_of` takes them."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chunk that is in the store."""

    key: str
    sha256: str
    size: int
    frames: int
    report: dict[str, Any]


class Renderer(Protocol):
    """Makes chunks and puts them into the store, several at a time."""

    patient: bool
    """Whether work outlives this process, so that its death is no failed attempt."""

    def slots(self) -> int:
        """How many orders can be worked on at once, as far as is known now."""
        ...

    async def start(self, wanted: Callable[[str], bool]) -> None:
        """Begin; must return at once. ``wanted`` tells of work that is found whether anybody waits for it."""
        ...

    async def aclose(self) -> None:
        """Called before the orders under way are cancelled because this process stops."""
        ...

    async def render(self, order: Order) -> Rendered:
        """Fill an order. Cancelling it stops the work, wherever it is done.

        Raises:
            SceneFailed, LimitReached: the scene's fault; again would be the same.
            JobReleased: the worker had to go; nobody's fault.
            ProofreelError: anything else; may be tried again.
        """
        ...


def described(order: Order, frames: int, report: dict[str, Any]) -> dict[str, Any]:
    """What is kept with a chunk in the store, so that it can be told what it was made from."""
    return {"digest": order.digest, "frames": frames, "report": report}


def report_of(chunk: Chunk) -> dict[str, Any]:
    """What is kept of a chunk's report."""
    return chunk.report | {"poster": bool(chunk.poster)}


def files_of(chunk: Chunk) -> dict[str, bytes]:
    """What is to be stored, by name. The chunk comes last: once it is there, all of it is."""
    beside = {"frames": chunk.description, "poster": chunk.poster}
    return {name: data for name, data in beside.items() if data} | {CHUNK: chunk.data}


def key_of(name: str, key: str) -> str:
    """The key of one of :func:`files_of`, for a chunk under ``key``."""
    return {"frames": frames_key, "poster": poster_key}[name](key) if name != CHUNK else key
