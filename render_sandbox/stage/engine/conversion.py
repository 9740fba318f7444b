"""From RGBA to the encoder's YUV, only where a frame differs from the one before.

Most frames of a drawing change in a few rows. Rows are compared and converted in bands; the numbers are those
of converting the whole frame, because a band is converted together with the rows that its edges depend on.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from .picture import Pixels
from .profiles import VideoFormat

__all__ = ["Converter"]

_BAND = 64  # rows; even, because a row of colour stands for two
_MARGIN = 2  # how far colour reaches: a row of it depends on so many rows above and below
_FORMAT = "yuv420p"


class Converter:
    """Makes each frame's YUV picture; the result is the same object, changed by the next call."""

    def __init__(self, video: VideoFormat, whole: bool = False) -> None:
        """``whole`` converts every frame from its first row to its last."""
        self._video = video
        self._whole = whole
        self._reformatters: dict[int, VideoReformatter] = {}  # by height: each keeps its tables
        self._seen: Any = None
        self._frame: VideoFrame | None = None
        self._planes: list[Any] = []

    def convert(self, pixels: Pixels) -> VideoFrame:
        """The YUV picture of ``pixels`` (height × width × 4), which may be written to afterwards."""
        if self._frame is None or self._whole:
            self._frame = self._reformatted(pixels)
            self._planes = _planes(self._frame)
            self._seen = None if self._whole else pixels.copy()
            return self._frame
        for start, end in self._changed(pixels):
            self._update(pixels, start, end)
        return self._frame

    def _changed(self, pixels: Pixels) -> list[tuple[int, int]]:
        """Runs of bands that differ from what was seen last, as row ranges."""
        runs: list[tuple[int, int]] = []
        height = len(pixels)
        for start in range(0, height, _BAND):
            end = min(start + _BAND, height)
            if np.array_equal(_words(pixels[start:end]), _words(self._seen[start:end])):
                continue
            self._seen[start:end] = pixels[start:end]
            if runs and runs[-1][1] == start:
                start = runs.pop()[0]  # noqa: PLW2901 - one run
            runs.append((start, end))
        return runs

    def _update(self, pixels: Pixels, start: int, end: int) -> None:
        height = len(pixels)
        start, end = max(start - _MARGIN, 0), min(end + _MARGIN, height)
        first, last = max(start - _MARGIN, 0), min(end + _MARGIN, height)
        band = self._reformatted(pixels[first:last])
        for plane, (target, source) in enumerate(zip(self._planes, _planes(band), strict=True)):
            step = 1 if plane == 0 else 2
            rows = source[(start - first) // step : (end - first) // step]
            target[start // step : end // step] = rows

    def _reformatted(self, pixels: Pixels) -> VideoFrame:
        height = len(pixels)
        reformatter = self._reformatters.setdefault(height, VideoReformatter())
        rgba = VideoFrame.from_numpy_buffer(pixels, format="rgba")
        # One thread: starting more takes longer than the conversion.
        return reformatter.reformat(rgba, self._video.width, height, _FORMAT, threads=1)


def _words(rows: Pixels) -> Any:
    flat = rows.reshape(-1)
    return flat.view(np.uint64) if flat.size % 8 == 0 else flat


def _planes(frame: VideoFrame) -> list[Any]:
    """Writable views of the three planes: rows × columns."""
    planes = cast("tuple[Any, ...]", frame.planes)
    rows = [np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size) for plane in planes]
    return [row[: plane.height, : plane.width] for row, plane in zip(rows, planes, strict=True)]
