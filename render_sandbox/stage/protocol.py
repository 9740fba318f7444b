"""The frames between host and worker: one byte of kind, four of length (big endian), the payload.

Host to worker: ``WARM`` if it shall load manim before a job comes, which it answers with a second ``READY``;
then one ``JOB`` (JSON: ``kind``, ``request``, ``files`` as ``[[name, size], …]``) and the files' bytes in
that order as ``DATA``. Worker to host: ``READY`` once it has started, then any number of
``PROGRESS`` (JSON) and ``FILE`` (JSON ``name``, ``size``) each followed by its ``DATA``, and last
either ``REPORT`` or ``CRASH`` (JSON).

Shared by both sides, so it is standard library only, and written for the side that trusts nothing:
a frame is refused by its header, before any of its payload is kept.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, cast

__all__ = [
    "CAPS",
    "CHUNK",
    "LIGHT_KINDS",
    "LOG_END",
    "Frame",
    "FrameError",
    "FrameReader",
    "Kind",
    "decode_json",
    "encode",
    "encode_json",
]

HEADER = struct.Struct(">BI")
CHUNK = 1 << 20
"""Payload of one ``DATA`` frame, at most."""
LOG_END = b"\0end of the log\0"
"""Written to standard error before the report: the two come by different ways, and either may be first."""
LIGHT_KINDS = frozenset({"probe", "stitch"})
"""Jobs that need no manim: a worker is ready for them in a fraction of the time."""
MAX_DEPTH = 64
MAX_VALUES = 300_000
"""Lists, objects and items in one payload: three bytes can stand for an object of sixty."""


class Kind(IntEnum):
    """What a frame is."""

    JOB = 1
    DATA = 2
    WARM = 3
    READY = 16
    PROGRESS = 17
    FILE = 18
    REPORT = 19
    CRASH = 20


CAPS: dict[Kind, int] = {
    Kind.JOB: 8 << 20,
    Kind.DATA: CHUNK,
    Kind.WARM: 0,
    Kind.READY: 4 << 10,
    Kind.PROGRESS: 16 << 10,
    Kind.FILE: 1 << 10,
    Kind.REPORT: 16 << 20,
    Kind.CRASH: 64 << 10,
}
"""Bytes of payload that each kind may have."""


class FrameError(ValueError):
    """Bytes that are no frame, or a frame that is not allowed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded frame."""

    kind: Kind
    payload: bytes

    def json(self) -> dict[str, Any]:
        """The payload as a JSON object.

        Raises:
            FrameError: it is not a plain, finite, well-formed object.
        """
        return decode_json(self.payload)


def encode(kind: Kind, payload: bytes) -> bytes:
    """One frame as bytes.

    Raises:
        FrameError: the payload is larger than its kind may be.
    """
    if len(payload) > CAPS[kind]:
        raise FrameError(f"{kind.name} of {len(payload)} bytes; {CAPS[kind]} is the most")
    return HEADER.pack(kind, len(payload)) + payload


def encode_json(kind: Kind, value: dict[str, Any]) -> bytes:
    """One frame with a JSON object; NaN and infinities are refused."""
    return encode(kind, json.dumps(value, allow_nan=False, separators=(",", ":")).encode())


class FrameReader:
    """Cuts a byte stream into frames of the expected kinds, keeping at most one frame in memory."""

    def __init__(self, expected: frozenset[Kind]) -> None:
        self._expected = expected
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take bytes, give the frames they complete.

        Raises:
            FrameError: an unknown or unexpected kind, or a length over its cap.
        """
        self._buffer += data
        start = 0
        try:
            while len(self._buffer) - start >= HEADER.size:
                kind, size = self._header(start)
                end = start + HEADER.size + size
                if len(self._buffer) < end:
                    return
                payload = bytes(memoryview(self._buffer)[start + HEADER.size : end])
                start = end
                yield Frame(kind, payload)
        finally:
            del self._buffer[:start]

    def _header(self, start: int) -> tuple[Kind, int]:
        number, size = HEADER.unpack_from(self._buffer, start)
        try:
            kind = Kind(number)
        except ValueError:
            raise FrameError(f"unknown frame kind {number}") from None
        if kind not in self._expected:
            raise FrameError(f"{kind.name} is not expected here")
        if size > CAPS[kind]:
            raise FrameError(f"{kind.name} of {size} bytes; {CAPS[kind]} is the most")
        return kind, size


def decode_json(payload: bytes) -> dict[str, Any]:
    """A JSON object without surprises: finite numbers, no lone surrogates, bounded depth.

    Raises:
        FrameError: anything else.
    """
    if payload.count(b",") + payload.count(b"[") + payload.count(b"{") > MAX_VALUES:
        raise FrameError(f"more than {MAX_VALUES} values")
    try:
        value = json.loads(payload.decode(), parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise FrameError(f"not JSON: {str(error)[:200]}") from None
    if not isinstance(value, dict):
        raise FrameError("not a JSON object")
    _walk(value, 0)
    return cast("dict[str, Any]", value)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]} is not finite")
    return value


def _walk(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise FrameError(f"nested deeper than {MAX_DEPTH}")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            _check_text(key)
            _walk(item, depth + 1)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            _walk(item, depth + 1)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise FrameError("text that is not Unicode") from None
