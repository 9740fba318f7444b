"""Curves that don't show the function they stand for, and areas and sums that don't show theirs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import CoordinateSystem, Mobject, ParametricFunction

from .context import Context
from .ground import outline
from .snapshot import Floats
from .things import Thing

__all__ = ["Curves", "Plots"]

_FAR = 0.12
"""Distance in frame units at which a curve is visibly elsewhere than its function."""


class Plots:
    """Remembers which axes drew what; installed on ``CoordinateSystem`` for one run."""

    def __init__(self) -> None:
        self.curves: dict[int, tuple[Mobject, CoordinateSystem, Callable[[float], float]]] = {}
        self.areas: dict[int, tuple[Mobject, CoordinateSystem, Mobject, tuple[float, float]]] = {}

    def install(self) -> Callable[[], None]:
        """Watch ``plot``, ``get_area`` and ``get_riemann_rectangles``; returns the way back."""
        plot, area, riemann = (
            CoordinateSystem.plot,
            CoordinateSystem.get_area,
            CoordinateSystem.get_riemann_rectangles,
        )

        def noted_plot(axes: Any, function: Any, *args: Any, **kwargs: Any) -> Any:
            graph = plot(axes, function, *args, **kwargs)
            self.curves[id(graph)] = (graph, axes, function)
            return graph

        def noted_area(axes: Any, graph: Any, x_range: Any = None, *args: Any, **kwargs: Any) -> Any:
            made = area(axes, graph, x_range, *args, **kwargs)
            if kwargs.get("bounded_graph") is None and len(args) < 3:
                self._note_area(made, axes, graph, x_range)
            return made

        def noted_riemann(axes: Any, graph: Any, x_range: Any = None, *args: Any, **kwargs: Any) -> Any:
            made = riemann(axes, graph, x_range, *args, **kwargs)
            self._note_area(made, axes, graph, x_range)
            return made

        patched: Any = CoordinateSystem
        patched.plot = noted_plot
        patched.get_area = noted_area
        patched.get_riemann_rectangles = noted_riemann

        def restore() -> None:
            CoordinateSystem.plot = plot
            CoordinateSystem.get_area = area
            CoordinateSystem.get_riemann_rectangles = riemann

        return restore

    def _note_area(self, made: Any, axes: Any, graph: Any, x_range: Any) -> None:
        limits = x_range if x_range is not None else (graph.t_min, graph.t_max)
        self.areas[id(made)] = (made, axes, graph, (float(limits[0]), float(limits[1])))


class Curves:
    """``curve-joins-jump``, ``curve-undersampled`` and ``curve-leaves-axes``."""

    def __init__(self, plots: Plots) -> None:
        self._plots = plots
        self._judged: set[int] = set()

    def look(self, context: Context) -> None:
        """At the first settled state that shows a curve whole."""
        if context.moment.kind != "end" or context.is_3d:
            return
        for figure in context.state.figures:
            known = self._plots.curves.get(figure.key)
            if known is None or figure.key in self._judged or not isinstance(figure.root, ParametricFunction):
                continue
            if context.looks(figure.root) is not figure.root:
                continue
            self._judged.add(figure.key)
            if figure.root.updaters:
                continue
            self._judge(context, figure, known[1], known[2])

    def conclude(self, context: Context) -> None:
        """Nothing is left to say."""

    def _judge(self, context: Context, figure: Thing, axes: Any, function: Callable[[float], float]) -> None:
        graph: Any = figure.root
        if getattr(graph, "use_vectorized", False) or getattr(axes.x_axis, "scaling", None) is None:
            return
        if (
            type(axes.x_axis.scaling).__name__ != "LinearBase"
            or type(axes.y_axis.scaling).__name__ != "LinearBase"
        ):
            return
        low, high = float(graph.t_min), float(graph.t_max)
        xs = np.linspace(low, high, 1201)
        ys = np.array([_value(function, float(x)) for x in xs])
        try:
            true = _to_frame(axes, xs, ys)
            drawn = outline(context.state.snapshot, context.state.snapshot.order[figure.key])
        except (KeyError, ValueError, TypeError):
            return
        if not len(drawn) or not np.isfinite(true).any():
            return
        if np.abs(drawn[0, 0] - true[0]).max() > 0.3 and np.isfinite(true[0]).all():
            return  # moved or scaled on its own: not what its axes would show
        if not self._joins_a_jump(context, figure, axes, xs, ys):
            self._strays(context, figure, axes, xs, true, drawn)
            self._leaves_axes(context, figure, axes, drawn)

    def _joins_a_jump(self, context: Context, figure: Thing, axes: Any, xs: Floats, ys: Floats) -> bool:
        places = _jumps(xs, ys, self._plots.curves[figure.key][2], float(axes.y_range[1] - axes.y_range[0]))
        points = context.state.snapshot.points(context.state.snapshot.order[figure.key])
        curves = points[: len(points) // 4 * 4].reshape(-1, 4, 2)
        bad = [x for x in places if _is_joined(axes, curves, x, _jump_at(xs, ys, x))]
        if not bad:
            return False
        name = context.log.name(figure)
        shown = ", ".join(f"{x:.4g}" for x in bad[:4])
        context.log.add(
            "curve-joins-jump", "error", context.moment, context.state, [figure],
            f"`{name}` draws a line across the jump or pole of its function at x = {shown}.",
            f"`axes.plot(…, discontinuities=[{shown}])`, or one plot for each side",
            hint={"discontinuities": bad, "dt": _gap_for(self._plots.curves[figure.key][2], bad, axes)},
        )  # fmt: skip
        return True

    def _strays(
        self, context: Context, figure: Thing, axes: Any, xs: Floats, true: Floats, drawn: Floats
    ) -> None:
        far = _distance(true, drawn)
        y_low, y_high = _y_limits(axes)
        inside = np.isfinite(true).all(axis=1) & (true[:, 1] > y_low - 0.1) & (true[:, 1] < y_high + 0.1)
        root: Any = figure.root
        for gap in root.discontinuities if root.discontinuities is not None else ():
            inside &= np.abs(xs - float(gap)) > float(root.dt) + 2 * float(xs[1] - xs[0])
        if not inside.any():
            return
        worst = float(np.max(far[inside]))
        if worst < _FAR or float((far[inside] > _FAR).mean()) < 0.004:
            return
        at = float(xs[inside][int(np.argmax(far[inside]))])
        name = context.log.name(figure)
        step = (float(xs[-1]) - float(xs[0])) / 800
        context.log.add(
            "curve-undersampled", "error", context.moment, context.state, [figure],
            f"`{name}` is {worst:.2f} units away from its function, most at x = {at:.3g}: too few samples.",
            f"`x_range=[{xs[0]:.4g}, {xs[-1]:.4g}, {step:.2g}]` in its `plot`, and `use_smoothing=False`",
            hint={"x_range": (float(xs[0]), float(xs[-1]), step)},
        )  # fmt: skip

    def _leaves_axes(self, context: Context, figure: Thing, axes: Any, drawn: Floats) -> None:
        y_low, y_high = _y_limits(axes)
        points = drawn.reshape(-1, 2)
        over = max(float(points[:, 1].max()) - y_high, y_low - float(points[:, 1].min()))
        frame = context.state.snapshot.frame
        leaves_frame = points[:, 1].max() > frame.box[3] + 0.05 or points[:, 1].min() < frame.box[1] - 0.05
        tall = max(y_high - y_low, 0.1)
        if over < 0.6 or (over < 0.4 * tall and not leaves_frame):
            return
        if type(axes).__name__ in {"NumberPlane", "ComplexPlane"} and tall > 0.8 * frame.height:
            return  # the plane fills the frame: running out of it is what a curve does there
        name = context.log.name(figure)
        context.log.add(
            "curve-leaves-axes", "warning", context.moment, context.state, [figure],
            f"`{name}` runs {over:.2f} units past the range of its axes"
            + (" and out of the frame." if leaves_frame else "."),
            f"narrow its `x_range`, or widen the axes' `y_range` beyond {axes.y_range[:2]}",
        )  # fmt: skip


def _value(function: Callable[[float], float], x: float) -> float:
    try:
        value = function(x)
        return float(value) if np.isreal(value) else math.nan
    except (ValueError, ZeroDivisionError, OverflowError, TypeError):
        return math.nan


def _to_frame(axes: Any, xs: Floats, ys: Floats) -> Floats:
    """Linear axes: two points say where all others are."""
    origin = np.asarray(axes.c2p(0, 0))[:2]
    right = np.asarray(axes.c2p(1, 0))[:2] - origin
    up = np.asarray(axes.c2p(0, 1))[:2] - origin
    return origin + xs[:, None] * right + ys[:, None] * up


def _y_limits(axes: Any) -> tuple[float, float]:
    x = float(axes.x_range[0])
    return float(axes.c2p(x, axes.y_range[0])[1]), float(axes.c2p(x, axes.y_range[1])[1])


def _jumps(xs: Floats, ys: Floats, function: Callable[[float], float], span: float) -> list[float]:
    """Where a function isn't continuous: big steps that don't shrink when looked at more closely."""
    with np.errstate(invalid="ignore"):
        steps = np.abs(np.diff(ys))
    found: list[float] = []
    usual = np.nanmedian(steps)
    for index in np.flatnonzero((steps > 0.12 * span) & (steps > 8 * usual)):
        low, high = float(xs[index]), float(xs[index + 1])
        for _ in range(18):
            middle = (low + high) / 2
            first, second, third = (_value(function, x) for x in (low, middle, high))
            if math.isnan(second):
                break
            low, high = (low, middle) if abs(second - first) > abs(third - second) else (middle, high)
        still = abs(_value(function, high) - _value(function, low))
        if not still < 0.1 * span and (not found or low - found[-1] > 1e-6):
            found.append(round((low + high) / 2, 6) + 0.0)
    for index in np.flatnonzero(np.isnan(ys[1:-1])) + 1:
        before, after = ys[index - 1], ys[index + 1]
        if abs(before - after) > 0.12 * span:
            found.append(float(xs[index]))
    return sorted(found)


def _is_joined(axes: Any, curves: Floats, x: float, jump: float) -> bool:
    """Whether one Bézier curve starts before the jump and ends after it, within what the axes show."""
    place = float(axes.c2p(x, 0)[0])
    y_low, y_high = _y_limits(axes)
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


def _gap_for(function: Callable[[float], float], places: list[float], axes: Any) -> float:
    """How far from its jumps a curve has to stop so that it stays within the range of its axes."""
    low, high = float(axes.y_range[0]), float(axes.y_range[1])
    for gap in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3):
        values = [_value(function, place + side * gap) for place in places for side in (-1, 1)]
        if all(low <= value <= high for value in values):
            return gap
    return 0.001


def _jump_at(xs: Floats, ys: Floats, x: float) -> float:
    """How far the function's values on both sides of ``x`` are apart; infinite at a pole."""
    index = int(np.clip(np.searchsorted(xs, x), 2, len(xs) - 2))
    before, after = float(ys[index - 2]), float(ys[index + 1])
    return abs(after - before) if math.isfinite(before) and math.isfinite(after) else math.inf


def _distance(true: Floats, drawn: Floats) -> Floats:
    """Of each true point from the nearest drawn piece."""
    best = np.full(len(true), np.inf)
    points = np.nan_to_num(true, nan=1e6)
    order = np.argsort(drawn[:, :, 0].min(axis=1))
    pieces = drawn[order]
    for start in range(0, len(pieces), 400):
        part = pieces[start : start + 400]
        low, high = part[:, :, 0].min() - 0.5, part[:, :, 0].max() + 0.5
        near = np.flatnonzero((points[:, 0] >= low) & (points[:, 0] <= high))
        if len(near):
            best[near] = np.minimum(best[near], _to_pieces(points[near], part))
    return best


def _to_pieces(points: Floats, pieces: Floats) -> npt.NDArray[np.float64]:
    start, along = pieces[None, :, 0], pieces[None, :, 1] - pieces[None, :, 0]
    length = np.maximum((along**2).sum(axis=2), 1e-12)
    t = (((points[:, None] - start) * along).sum(axis=2) / length).clip(0, 1)
    nearest = start + t[..., None] * along
    return np.sqrt(((points[:, None] - nearest) ** 2).sum(axis=2)).min(axis=1)


def integral_of(area: tuple[Mobject, CoordinateSystem, Any, tuple[float, float]]) -> float:
    """The signed integral of an area's graph over its range."""
    _, axes, graph, (low, high) = area
    xs = np.linspace(low, high, 2001)
    function = getattr(graph, "underlying_function", None)
    if function is None:
        return math.nan
    ys = np.array([_value(function, float(x)) for x in xs])
    del axes
    return float(np.trapezoid(ys, xs))


def drawn_sum(made: Mobject, axes: Any) -> float:
    """The signed area of rectangles in the axes' own units."""
    unit = np.asarray(axes.c2p(1, 1)) - np.asarray(axes.c2p(0, 0))
    zero = float(axes.c2p(0, 0)[1])
    total = 0.0
    for one in made.submobjects:
        middle = float(one.get_center()[1])
        sign = 1 if middle >= zero else -1
        total += sign * one.width * one.height / abs(float(unit[0] * unit[1]))
    return total
