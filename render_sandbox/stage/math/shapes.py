"""Outlines as numpy arrays: what MathJax draws with SVG, as closed cubic Bézier curves.

An outline is an array of shape (4 n, 2): start, control, control, end of each of its n curves, the way
in which manim keeps points. Everything is filled: a stroke becomes the outline of its pen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .engine import Part, Shape

__all__ = ["Outline", "outline"]

Outline: TypeAlias = npt.NDArray[np.float64]
Point: TypeAlias = tuple[float, float]

_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtZz])|(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}
_CLOSED = 1e-4
_KAPPA = 0.5522847498
"""How far the controls of a quarter circle lie from its ends, in radii."""


def outline(shape: Shape) -> Outline:
    """The outline of a shape in thousandths of an em, y up; empty (0, 2) where there is nothing to see."""
    pieces = [_placed(part) for part in shape.parts]
    return np.concatenate(pieces) if pieces else np.zeros((0, 2))


def _placed(part: Part) -> Outline:
    a, b, c, d, e, f = part.matrix
    points = _drawn(part) @ np.array([[a, b], [c, d]]) + (e, f)
    if part.clip is not None:
        x0, y0, x1, y1 = part.clip
        points = np.clip(points, (x0, y0), (x1, y1))
    return points


def _drawn(part: Part) -> Outline:
    if part.tag == "path":
        return _stroked(_path(part.d), part.width) if part.width else _path(part.d)
    if part.tag == "line":
        x1, y1, x2, y2 = part.box
        return _bar((x1, y1), (x2, y2), part.width)
    if part.tag == "rect":
        x, y, width, height, *radius = part.box
        return _framed(x, y, width, height, radius[0] if radius else 0.0, part.width)
    x, y, rx, ry = part.box
    return _ring(x, y, rx, ry, part.width)


def _framed(x: float, y: float, width: float, height: float, radius: float, pen: float) -> Outline:
    if not pen:
        return _rectangle(x, y, width, height, radius)
    half = pen / 2
    outer = _rectangle(x - half, y - half, width + pen, height + pen, radius + half if radius else 0.0)
    inner = _rectangle(x + half, y + half, width - pen, height - pen, max(radius - half, 0.0))
    return np.concatenate([outer, inner[::-1]])


def _ring(x: float, y: float, rx: float, ry: float, pen: float) -> Outline:
    half = pen / 2
    outer = _ellipse(x, y, rx + half, ry + half)
    return np.concatenate([outer, _ellipse(x, y, rx - half, ry - half)[::-1]]) if pen else outer


def _rectangle(x: float, y: float, width: float, height: float, radius: float) -> Outline:
    if radius <= 0:
        return _polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    r, k = radius, radius * (1 - _KAPPA)
    x1, y1 = x + width, y + height
    lines = [
        _straight((x + r, y), (x1 - r, y)),
        [(x1 - r, y), (x1 - k, y), (x1, y + k), (x1, y + r)],
        _straight((x1, y + r), (x1, y1 - r)),
        [(x1, y1 - r), (x1, y1 - k), (x1 - k, y1), (x1 - r, y1)],
        _straight((x1 - r, y1), (x + r, y1)),
        [(x + r, y1), (x + k, y1), (x, y1 - k), (x, y1 - r)],
        _straight((x, y1 - r), (x, y + r)),
        [(x, y + r), (x, y + k), (x + k, y), (x + r, y)],
    ]
    return np.array([point for line in lines for point in line])


def _ellipse(x: float, y: float, rx: float, ry: float) -> Outline:
    kx, ky = rx * _KAPPA, ry * _KAPPA
    quarters = [
        [(rx, 0.0), (rx, ky), (kx, ry), (0.0, ry)],
        [(0.0, ry), (-kx, ry), (-rx, ky), (-rx, 0.0)],
        [(-rx, 0.0), (-rx, -ky), (-kx, -ry), (0.0, -ry)],
        [(0.0, -ry), (kx, -ry), (rx, -ky), (rx, 0.0)],
    ]
    return np.array([(x + dx, y + dy) for quarter in quarters for dx, dy in quarter])


def _polygon(corners: list[Point]) -> Outline:
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return np.array([point for start, end in pairs for point in _straight(start, end)])


def _bar(start: Point, end: Point, width: float) -> Outline:
    along = np.subtract(end, start)
    length = float(np.hypot(*along))
    if length == 0 or width == 0:
        return np.zeros((0, 2))
    dx, dy = (float(value) for value in along / length * width / 2)
    return _polygon(
        [
            (start[0] - dy, start[1] + dx),
            (start[0] + dy, start[1] - dx),
            (end[0] + dy, end[1] - dx),
            (end[0] - dy, end[1] + dx),
        ]
    )


def _stroked(path: Outline, width: float) -> Outline:
    """A pen of ``width`` along ``path``: a bar for each straight curve, eight for a bent one."""
    bars = [np.zeros((0, 2))]
    for curve in path.reshape(-1, 4, 2):
        bent = not np.allclose(curve, np.array(_straight(_at(curve, 0), _at(curve, 1))), atol=1.0)
        stops = [_at(curve, t) for t in np.linspace(0, 1, 9 if bent else 2)]
        bars += [_bar(start, end, width) for start, end in pairwise(stops)]
    return np.concatenate(bars)


def _at(curve: Outline, t: float) -> Point:
    weights = np.array([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3])
    x, y = weights @ curve
    return float(x), float(y)


def _straight(start: Point, end: Point) -> list[Point]:
    (x0, y0), (x1, y1) = start, end
    return [start, ((2 * x0 + x1) / 3, (2 * y0 + y1) / 3), ((x0 + 2 * x1) / 3, (y0 + 2 * y1) / 3), end]


def _quadratic(start: Point, control: Point, end: Point) -> list[Point]:
    first = ((start[0] + 2 * control[0]) / 3, (start[1] + 2 * control[1]) / 3)
    second = ((2 * control[0] + end[0]) / 3, (2 * control[1] + end[1]) / 3)
    return [start, first, second, end]


@lru_cache(maxsize=4096)
def _path(d: str) -> Outline:
    pen = _Pen()
    for command, values in _commands(d):
        pen.draw(command, values)
    return np.array(pen.points, dtype=np.float64).reshape(-1, 2)


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    command = ""
    values: list[float] = []
    for letter, number in _TOKEN.findall(d):
        if letter:
            command, values = letter, []
            if letter in "Zz":
                yield letter, []
            continue
        values.append(float(number))
        if len(values) == _ARGUMENTS[command.upper()]:
            yield command, values
            values = []
            command = {"M": "L", "m": "l"}.get(command, command)


class _Pen:
    """Follows the commands of an SVG path and keeps the curves."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.here: Point = (0.0, 0.0)
        self.start: Point = (0.0, 0.0)
        self.control: Point | None = None
        self.previous = ""

    def draw(self, command: str, values: list[float]) -> None:
        kind = command.upper()
        ends = self._absolute(kind, values) if command.islower() else self._points(kind, values)
        if kind == "M":
            self.start = self.here = ends[0]
        elif kind == "Z":
            self._close()
        elif kind in "LHV":
            self._add(_straight(self.here, ends[0]))
        elif kind in "QT":
            control = ends[0] if kind == "Q" else self._mirrored("QT")
            self._add(_quadratic(self.here, control, ends[-1]))
            self.control = control
        else:
            first = ends[0] if kind == "C" else self._mirrored("CS")
            self._add([self.here, first, ends[-2], ends[-1]])
            self.control = ends[-2]
        self.previous = kind

    def _add(self, curve: list[Point]) -> None:
        self.points += curve
        self.here = curve[-1]

    def _close(self) -> None:
        if abs(self.here[0] - self.start[0]) + abs(self.here[1] - self.start[1]) > _CLOSED:
            self._add(_straight(self.here, self.start))
        self.here = self.start

    def _mirrored(self, kinds: str) -> Point:
        if self.control is None or self.previous not in kinds:
            return self.here
        return 2 * self.here[0] - self.control[0], 2 * self.here[1] - self.control[1]

    def _points(self, kind: str, values: list[float]) -> list[Point]:
        if kind == "H":
            return [(values[0], self.here[1])]
        if kind == "V":
            return [(self.here[0], values[0])]
        return list(zip(values[::2], values[1::2], strict=True))

    def _absolute(self, kind: str, values: list[float]) -> list[Point]:
        x, y = self.here
        if kind == "H":
            return [(x + values[0], y)]
        if kind == "V":
            return [(x, y + values[0])]
        return [(x + dx, y + dy) for dx, dy in zip(values[::2], values[1::2], strict=True)]
