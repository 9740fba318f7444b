"""What a frame is made of, before it is painted: enough to paint it later, elsewhere, or not at all.

A :class:`Picture` holds copies of all that cairo is told, so the scene may go on while it waits to be
painted, and two pictures with the same digest have the same pixels.
"""

from __future__ import annotations

import ctypes
import hashlib
import struct
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["Canvas", "Picture", "Pixels", "Points", "pack_shape", "pack_source", "pack_stop"]

Pixels = npt.NDArray[np.uint8]
"""Height × width × 4, RGBA, C-contiguous, top row first."""
Points = npt.NDArray[np.float64]
"""Points × 3; z is along for the ride."""

# The structs of native/paint.c.
pack_shape = struct.Struct("=qqdddiiiiii").pack
pack_source = struct.Struct("=qqdddd").pack
pack_stop = struct.Struct("=ddddd").pack
_SHAPE_BYTES = 64


@dataclass(slots=True)
class Canvas:
    """Pixels to paint on: a background, or what manim drew itself. They must not change."""

    pixels: Pixels
    _digest: bytes = b""

    @property
    def digest(self) -> bytes:
        """16 bytes that stand for the pixels."""
        if not self._digest:
            self._digest = hashlib.blake2b(self.pixels.data, digest_size=16).digest()
        return self._digest

    def painted(self, native: ctypes.CDLL) -> Pixels:
        """The pixels, not to be written to."""
        del native
        return self.pixels


@dataclass(slots=True)
class Picture:
    """Shapes on top of a canvas or of another picture. The byte strings are arrays of paint.c's structs."""

    under: Canvas | Picture
    matrix: tuple[float, ...]
    points: Points
    shapes: bytes
    sources: bytes
    stops: bytes
    _digest: bytes = b""
    _painted: Pixels | None = field(default=None, repr=False)

    @property
    def digest(self) -> bytes:
        """16 bytes that stand for the pixels."""
        if not self._digest:
            state = hashlib.blake2b(self.under.digest, digest_size=16)
            state.update(struct.pack("=6dqq", *self.matrix, len(self.shapes), len(self.sources)))
            state.update(self.shapes)
            state.update(self.sources)
            state.update(self.stops)
            state.update(self.points.data)
            self._digest = state.digest()
        return self._digest

    def paint(self, pixels: Pixels, native: ctypes.CDLL) -> None:
        """Paint over all of ``pixels``. Raises ``RuntimeError`` where cairo does."""
        np.copyto(pixels, self.under.painted(native))
        height, width, _ = pixels.shape
        status = native.paint(
            pixels.ctypes.data,
            width,
            height,
            (ctypes.c_double * 6)(*self.matrix),
            self.points.ctypes.data,
            self.shapes,
            len(self.shapes) // _SHAPE_BYTES,
            self.sources,
            self.stops,
        )
        if status:
            raise RuntimeError(f"cairo reports status {status}")

    def painted(self, native: ctypes.CDLL) -> Pixels:
        """The pixels, painted once and kept; not to be written to."""
        if self._painted is None:
            pixels = np.empty_like(self.under.painted(native))
            self.paint(pixels, native)
            self._painted = pixels
        return self._painted
