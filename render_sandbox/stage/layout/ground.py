"""What lies under and over each leaf: the painter's order as colours, and who hides whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .snapshot import Floats, Snapshot
from .things import State

__all__ = ["Ground", "contrast", "luminance", "outline", "within"]

_SEEN_FILL = 0.06
_HAIR = 1.37e-6
_SAMPLES = np.array([0.0, 0.25, 0.5, 0.75])


@dataclass(slots=True)
class Ground:
    """The fills of a state. Asked for points, it says what was painted before and after a leaf."""

    state: State
    fills: npt.NDArray[np.int64]
    """Rows of the filled leaves that belong to figures, in drawing order."""

    @classmethod
    def of(cls, state: State) -> Ground:
        """The figures' fills; texts don't hide each other, they overlap."""
        snapshot = state.snapshot
        figure = np.zeros(len(snapshot.leaves), dtype=bool)
        for thing in state.things:
            if thing.kind == "figure":
                figure[thing.rows] = True
        solid = (snapshot.fill[:, 3] > _SEEN_FILL) | snapshot.is_image
        return cls(state, np.flatnonzero(figure & solid & snapshot.flat))

    def _near(self, among: npt.NDArray[np.bool_], points: Floats) -> npt.NDArray[np.int64]:
        """Of the fills ``among`` all, those whose boxes can hold one of the points."""
        boxes = self.state.snapshot.boxes[self.fills]
        low, high = points.min(axis=0), points.max(axis=0)
        meets = (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
        return self.fills[among & meets]

    def below(self, row: int, points: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Colour under each point when ``row`` is painted, and whether it is known (no image there)."""
        snapshot = self.state.snapshot
        colours = np.repeat(snapshot.background[None, :], len(points), axis=0)
        known = np.ones(len(points), dtype=bool)
        for fill in self._near(self.fills < row, points):
            inside = covers(snapshot, int(fill), points)
            if not inside.any():
                continue
            if snapshot.is_image[fill]:
                known[inside] = False
                continue
            alpha = snapshot.fill[fill, 3]
            colours[inside] = colours[inside] * (1 - alpha) + snapshot.fill[fill, :3] * alpha
            if alpha > 0.95:
                known[inside] = True
        return colours, known

    def above(self, row: int, points: Floats) -> tuple[Floats, list[int]]:
        """How opaque what is painted over each point later is, and the rows that do it."""
        snapshot = self.state.snapshot
        clear = np.ones(len(points))
        rows: list[int] = []
        for fill in self._near(self.fills > row, points):
            inside = covers(snapshot, int(fill), points)
            if inside.any():
                alpha = 1.0 if snapshot.is_image[fill] else snapshot.fill[fill, 3]
                clear[inside] *= 1 - alpha
                rows.append(int(fill))
        return 1 - clear, rows

    def between(self, lower: int, upper: int, points: Floats) -> npt.NDArray[np.bool_]:
        """Whether something all but opaque was painted on each point after ``lower`` and before ``upper``."""
        snapshot = self.state.snapshot
        hidden = np.zeros(len(points), dtype=bool)
        for fill in self._near((self.fills > lower) & (self.fills < upper), points):
            if snapshot.fill[fill, 3] >= 0.6 or snapshot.is_image[fill]:
                hidden |= covers(snapshot, int(fill), points)
        return hidden


def covers(snapshot: Snapshot, row: int, points: Floats) -> npt.NDArray[np.bool_]:
    """Which of the points lie within the outline of a leaf."""
    x0, y0, x1, y1 = snapshot.boxes[row]
    inside = (points[:, 0] > x0) & (points[:, 0] < x1) & (points[:, 1] > y0) & (points[:, 1] < y1)
    if not inside.any() or snapshot.is_image[row] or _fills_its_box(snapshot, row):
        return inside
    result = inside.copy()
    result[inside] = within(outline(snapshot, row), points[inside])
    return result


def outline(snapshot: Snapshot, row: int) -> Floats:
    """Short straight pieces ``(n, 2, 2)`` along a leaf's Bézier curves."""
    points = snapshot.points(row)
    count = len(points) // 4
    if count == 0:
        return np.zeros((0, 2, 2))
    curves = points[: count * 4].reshape(count, 4, 2)
    straight = np.abs(curves[:, 0] + (curves[:, 3] - curves[:, 0]) / 3 - curves[:, 1]).max() < 1e-3
    if straight:
        return np.stack([curves[:, 0], curves[:, 3]], axis=1)
    t = _SAMPLES[None, :, None]
    a, b, c, d = (curves[:, index, None, :] for index in range(4))
    at = a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3
    along = np.concatenate([at, d], axis=1)
    return np.stack([along[:, :-1], along[:, 1:]], axis=2).reshape(-1, 2, 2)


def _fills_its_box(snapshot: Snapshot, row: int) -> bool:
    points = snapshot.points(row)
    if len(points) > 16:
        return False
    corners = points[::4]
    x0, y0, x1, y1 = snapshot.boxes[row]
    near_x = np.minimum(abs(corners[:, 0] - x0), abs(corners[:, 0] - x1)) < 1e-3
    near_y = np.minimum(abs(corners[:, 1] - y0), abs(corners[:, 1] - y1)) < 1e-3
    return len(corners) >= 4 and bool((near_x & near_y).all())


def within(pieces: Floats, points: Floats) -> npt.NDArray[np.bool_]:
    """Even-odd rule, over all pieces at once.

    Where a point is level with the end of a curve, rounding may count both neighbours there or
    neither (a label in the very middle of a circle is): the rays start a hair above their points.
    """
    if not len(pieces):
        return np.zeros(len(points), dtype=bool)
    x, y = points[:, 0, None], points[:, 1, None] + _HAIR
    x0, y0 = pieces[None, :, 0, 0], pieces[None, :, 0, 1]
    x1, y1 = pieces[None, :, 1, 0], pieces[None, :, 1, 1]
    straddles = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    return (straddles & (x < crossing)).sum(axis=1) % 2 == 1


def luminance(colour: Floats) -> Floats:
    """WCAG's relative luminance of sRGB colours in the last axis."""
    value = np.clip(colour, 0, 1)
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: Floats, other: Floats) -> Floats:
    """WCAG's contrast ratio, 1 to 21."""
    a, b = luminance(one), luminance(other)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)
