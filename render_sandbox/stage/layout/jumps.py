"""Where a function jumps or has a pole, and whether a curve draws a line across it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .plots import value_of
from .snapshot import Floats

__all__ = ["gap_around", "is_joined", "is_linked", "jump_at", "jumps_of", "leaps_of", "point_of", "y_limits"]


def point_of(curve: Any, t: float) -> tuple[float, float]:
    """Where a curve's function puts ``t`` in the frame; NaN where it has no value."""
    try:
        x, y = np.asarray(curve.function(float(curve.scaling.function(t))), dtype=float).ravel()[:2]
    except (ValueError, ZeroDivisionError, OverflowError, TypeError):
        return math.nan, math.nan
    return float(x), float(y)


def leaps_of(curve: Any, ts: Floats, true: Floats) -> list[tuple[float, Floats, Floats]]:
    """Where a curve's function leaps: the parameter, and the places before and after."""
    with np.errstate(invalid="ignore"):
        steps = np.hypot(*np.diff(true, axis=0).T)
    found: list[tuple[float, Floats, Floats]] = []
    for index in np.flatnonzero((steps > 0.4) & (steps > 8 * np.nanmedian(steps))):
        low, high = float(ts[index]), float(ts[index + 1])
        before, after = true[index], true[index + 1]
        for _ in range(18):
            middle = (low + high) / 2
            there = np.array(point_of(curve, middle))
            if np.isnan(there).any():
                break
            if np.hypot(*(there - before)) > np.hypot(*(after - there)):
                high, after = middle, there
            else:
                low, before = middle, there
        if np.hypot(*(after - before)) > 0.3:
            found.append((round((low + high) / 2, 6) + 0.0, before, after))
    return found


def is_linked(curves: Floats, one: Floats, other: Floats) -> bool:
    """Whether a single Bézier curve leads from near the one place to near the other."""
    gap = float(np.hypot(*(other - one)))
    off = np.hypot(*(curves[:, 0] - one).T) + np.hypot(*(curves[:, 3] - other).T)
    return bool(len(off) and off.min() < 0.5 * gap)


def y_limits(axes: Any) -> tuple[float, float]:
    """Where the range of the y axis begins and ends in the frame."""
    x = float(axes.x_axis.scaling.function(float(axes.x_range[0])))
    low, high = (float(axes.y_axis.scaling.function(float(one))) for one in axes.y_range[:2])
    return float(axes.c2p(x, low)[1]), float(axes.c2p(x, high)[1])


def jumps_of(xs: Floats, ys: Floats, function: Callable[[float], float], span: float) -> list[float]:
    """Where a function isn't continuous: big steps that don't shrink when looked at more closely."""
    with np.errstate(invalid="ignore"):
        steps = np.abs(np.diff(ys))
    found: list[float] = []
    usual = np.nanmedian(steps)
    for index in np.flatnonzero((steps > 0.12 * span) & (steps > 8 * usual)):
        low, high = float(xs[index]), float(xs[index + 1])
        for _ in range(18):
            middle = (low + high) / 2
            first, second, third = (value_of(function, x) for x in (low, middle, high))
            if math.isnan(second):
                break
            low, high = (low, middle) if abs(second - first) > abs(third - second) else (middle, high)
        still = abs(value_of(function, high) - value_of(function, low))
        if not still < 0.1 * span and (not found or low - found[-1] > 1e-6):
            found.append(round((low + high) / 2, 6) + 0.0)
    for index in np.flatnonzero(np.isnan(ys[1:-1])) + 1:
        before, after = ys[index - 1], ys[index + 1]
        if abs(before - after) > 0.12 * span:
            found.append(float(xs[index]))
    return sorted(found)


def is_joined(axes: Any, curves: Floats, x: float, jump: float) -> bool:
    """Whether one Bézier curve starts before the jump and ends after it, within what the axes show."""
    place = float(axes.c2p(x, 0)[0])
    y_low, y_high = y_limits(axes)
    rise = abs(float(axes.c2p(0, 1)[1] - axes.c2p(0, 0)[1]))
    gap = min(jump * rise, y_high - y_low) if math.isfinite(jump) else y_high - y_low
    start, end = curves[:, 0], curves[:, 3]
    spans = (np.minimum(start[:, 0], end[:, 0]) < place + 1e-4) & (
        np.maximum(start[:, 0], end[:, 0]) > place - 1e-4
    )
    if not spans.any():
        return False
    heights = np.abs(end[spans, 1].clip(y_low, y_high) - start[spans, 1].clip(y_low, y_high))
    return float(heights.max()) > 0.25 * gap


def gap_around(function: Callable[[float], float], places: list[float], axes: Any) -> float:
    """How far from its jumps a curve has to stop so that it stays within the range of its axes."""
    low, high = float(axes.y_range[0]), float(axes.y_range[1])
    for gap in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3):
        values = [value_of(function, place + side * gap) for place in places for side in (-1, 1)]
        if all(low <= value <= high for value in values):
            return gap
    return 0.001


def jump_at(xs: Floats, ys: Floats, x: float) -> float:
    """How far the function's values on both sides of ``x`` are apart; infinite at a pole."""
    index = int(np.clip(np.searchsorted(xs, x), 2, len(xs) - 2))
    before, after = float(ys[index - 2]), float(ys[index + 1])
    return abs(after - before) if math.isfinite(before) and math.isfinite(after) else math.inf
