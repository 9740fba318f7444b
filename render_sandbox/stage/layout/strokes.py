"""Strokes and glyphs: which leaves are lines, how much of them lies in a box, and the way off them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import ArrowTip

from .context import Context
from .ground import outline
from .snapshot import Floats
from .things import State, Thing

__all__ = ["ends_among", "ink_of", "length_inside", "shrunk", "stroked", "way_off"]

_SHRINK = 0.12
_GAP = 1.1
"""A space between words, in heights of the glyphs beside it."""


def stroked(state: State) -> npt.NDArray[np.bool_]:
    """Which leaves have a stroke that can be seen; an arrow's tip counts as one."""
    snapshot = state.snapshot
    tips = np.array([isinstance(one, ArrowTip) for one in snapshot.leaves], dtype=bool)
    return (snapshot.stroke[:, 3] > 0.2) & (snapshot.stroke_width >= 0.8) | tips & (snapshot.fill[:, 3] > 0.2)


def ink_of(state: State, glyphs: npt.NDArray[np.int64]) -> Floats:
    """The glyphs' own colour, ``(3,)``."""
    fill = state.snapshot.fill[glyphs]
    lit = fill[:, 3] > 0.1
    return fill[lit, :3].mean(axis=0) if lit.any() else state.snapshot.stroke[glyphs, :3].mean(axis=0)


def shrunk(boxes: Floats) -> Floats:
    """The boxes without their margins, where there is no ink as a rule."""
    margin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])[:, None] * _SHRINK
    return boxes + margin * np.array([1, 1, -1, -1])


def length_inside(pieces: Floats, boxes: Floats) -> Floats:
    """Length of all pieces within each box (Liang–Barsky over the whole table)."""
    start, along = pieces[None, :, 0], pieces[None, :, 1] - pieces[None, :, 0]
    low, high = boxes[:, None, :2], boxes[:, None, 2:]
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / along, (high - start) / along
    enter, leave = np.fmin(first, second), np.fmax(first, second)
    still = np.abs(along) < 1e-9
    within = (start >= low) & (start <= high)
    enter = np.where(still, np.where(within, -np.inf, np.inf), enter)
    leave = np.where(still, np.where(within, np.inf, -np.inf), leave)
    t0, t1 = enter.max(axis=2).clip(0, 1), leave.min(axis=2).clip(0, 1)
    length = np.hypot(along[..., 0], along[..., 1])
    return (np.maximum(t1 - t0, 0) * length).sum(axis=1)


def ends_among(state: State, rows: npt.NDArray[np.int64], inner: Floats) -> npt.NDArray[np.bool_]:
    """Which of a text's glyphs, given by their shrunk boxes, a line's own ends lie on or between.

    The end of an arrow is its tip's point. An end above, below or beside a line of text lies on none.
    """
    snapshot = state.snapshot
    lines = [int(row) for row in rows if not isinstance(snapshot.leaves[row], ArrowTip)]
    ends = [snapshot.points(int(row))[0] for row in rows if isinstance(snapshot.leaves[row], ArrowTip)]
    if lines:
        first, last = snapshot.points(lines[0]), snapshot.points(lines[-1])
        ends += [first[0], last[-1]] if len(first) and len(last) else []
    among = np.zeros(len(inner), dtype=bool)
    for x, y in ends:
        level = (inner[:, 1] < y) & (y < inner[:, 3])
        if not level.any():
            continue
        gap = _GAP * float(np.median(inner[level, 3] - inner[level, 1]))
        left, right = level & (inner[:, 0] < x), level & (inner[:, 2] > x)
        if not left.any() or not right.any():
            continue
        before, after = inner[left, 2].max(), inner[right, 0].min()
        if after - before < gap:
            among |= left & (inner[:, 2] >= before) | right & (inner[:, 0] <= after)
    return among


def way_off(context: Context, figure: Thing, box: Floats) -> tuple[float, float]:
    """The shortest of a few shifts after which no piece of the figure is in the text's box."""
    snapshot = context.state.snapshot
    pieces = np.concatenate([outline(snapshot, int(row)) for row in figure.rows] or [np.zeros((0, 2, 2))])
    frame = snapshot.frame.box
    for distance in np.arange(0.15, 2.6, 0.15):
        for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            moved = box + distance * np.array([dx, dy, dx, dy])
            inside = (
                moved[0] > frame[0] and moved[1] > frame[1] and moved[2] < frame[2] and moved[3] < frame[3]
            )
            if inside and length_inside(pieces, moved[None])[0] == 0:
                return float(dx * distance), float(dy * distance)
    return 0.0, float(box[3] - box[1] + 0.2)
