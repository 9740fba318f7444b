"""Curves that don't show the function they stand for, and areas and sums that don't show theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import ParametricFunction

from .context import Context
from .ground import outline
from .jumps import gap_around, is_joined, is_linked, jump_at, jumps_of, leaps_of, point_of, y_limits
from .plots import Plots, value_of
from .snapshot import Floats
from .things import Thing

__all__ = ["Curves"]

_FAR = 0.12
"""Distance in frame units at which a curve is visibly elsewhere than its function."""
_SAMPLES = 1201
_SAMPLES_OF_OTHERS = 401
"""Of a curve that no axes plotted: its function gives points, which costs more."""
_MOST_REDRAWN = 3
"""How often a curve that an updater redraws is judged."""


class Curves:
    """``curve-joins-jump``, ``curve-undersampled`` and ``curve-leaves-axes``."""

    def __init__(self, plots: Plots) -> None:
        self._plots = plots
        self._judged: dict[int, int] = {}

    def look(self, context: Context) -> None:
        """At the first settled state that shows a curve whole; a few times where an updater redraws it."""
        if context.moment.kind != "end" or context.is_3d:
            return
        for figure in context.state.figures:
            looks = context.looks(figure.root)
            if not isinstance(figure.root, ParametricFunction) or not isinstance(looks, ParametricFunction):
                continue
            times = self._judged.get(figure.key, 0)
            redrawn = any(one.updaters for one in (figure.root, *figure.ancestors))
            if times >= (_MOST_REDRAWN if redrawn else 1) or (looks is not figure.root and not redrawn):
                continue
            self._judged[figure.key] = times + 1
            drawn = outline(context.state.snapshot, context.state.snapshot.order[figure.key])
            if len(drawn):
                self._judge(context, figure, looks, drawn)

    def conclude(self, context: Context) -> None:
        """Nothing is left to say."""

    def _judge(self, context: Context, figure: Thing, looks: Any, drawn: Floats) -> None:
        known = self._plots.curves.get(id(looks))
        if known is not None:
            self._judge_plot(context, figure, looks, drawn, known[1], known[2])
            return
        ts = np.linspace(float(looks.t_min), float(looks.t_max), _SAMPLES_OF_OTHERS)
        true = np.array([point_of(looks, float(t)) for t in ts])
        if _is_elsewhere(true, drawn) or self._joins_places(context, figure, looks, ts, true):
            return
        x0, y0, x1, y1 = context.state.snapshot.frame.box
        inside = np.isfinite(true).all(axis=1) & (true[:, 0] > x0) & (true[:, 0] < x1)
        inside &= (true[:, 1] > y0) & (true[:, 1] < y1)
        self._strays(context, figure, looks, ts, true, _nearby(looks, ts, drawn), inside)

    def _judge_plot(
        self,
        context: Context,
        figure: Thing,
        looks: Any,
        drawn: Floats,
        axes: Any,
        function: Callable[[float], float],
    ) -> None:
        ts = np.linspace(float(looks.t_min), float(looks.t_max), _SAMPLES)
        xs = np.asarray(looks.scaling.function(ts), dtype=float)
        ys = np.array([value_of(function, float(x)) for x in xs])
        true = _to_frame(axes, xs, ys)
        if _is_elsewhere(true, drawn):
            return
        if _is_linear(axes):
            joins = self._joins_a_jump(context, figure, axes, function, xs, ys)
        else:
            joins = self._joins_places(context, figure, looks, ts, true)
        if joins:
            return
        y_low, y_high = y_limits(axes)
        inside = np.isfinite(true).all(axis=1) & (true[:, 1] > y_low - 0.1) & (true[:, 1] < y_high + 0.1)
        self._strays(context, figure, looks, ts, true, drawn, inside)
        self._leaves_axes(context, figure, axes, drawn)

    def _joins_a_jump(
        self,
        context: Context,
        figure: Thing,
        axes: Any,
        function: Callable[[float], float],
        xs: Floats,
        ys: Floats,
    ) -> bool:
        places = jumps_of(xs, ys, function, float(axes.y_range[1] - axes.y_range[0]))
        points = context.state.snapshot.points(context.state.snapshot.order[figure.key])
        curves = points[: len(points) // 4 * 4].reshape(-1, 4, 2)
        bad = [x for x in places if is_joined(axes, curves, x, jump_at(xs, ys, x))]
        if not bad:
            return False
        name = context.log.name(figure)
        shown = ", ".join(f"{x:.4g}" for x in bad[:4])
        context.log.add(
            "curve-joins-jump", "error", context.moment, context.state, [figure],
            f"`{name}` draws a line across the jump or pole of its function at x = {shown}.",
            f"`axes.plot(…, discontinuities=[{shown}])`, or one plot for each side",
            hint={"discontinuities": bad, "dt": gap_around(function, bad, axes)},
        )  # fmt: skip
        return True

    def _joins_places(self, context: Context, figure: Thing, looks: Any, ts: Floats, true: Floats) -> bool:
        """:meth:`_joins_a_jump` of a curve that no axes plotted: a piece from before a leap to after it."""
        points = context.state.snapshot.points(context.state.snapshot.order[figure.key])
        curves = points[: len(points) // 4 * 4].reshape(-1, 4, 2)
        bad = [t for t, one, other in leaps_of(looks, ts, true) if is_linked(curves, one, other)]
        if not bad:
            return False
        shown = ", ".join(f"{t:.4g}" for t in bad[:4])
        context.log.add(
            "curve-joins-jump", "error", context.moment, context.state, [figure],
            f"`{context.log.name(figure)}` draws a line across the jump of its function at t = {shown}.",
            f"`discontinuities=[{shown}]`, or one curve for each side",
        )  # fmt: skip
        return True

    def _strays(
        self,
        context: Context,
        figure: Thing,
        looks: Any,
        ts: Floats,
        true: Floats,
        drawn: Floats | list[Floats],
        inside: npt.NDArray[np.bool_],
    ) -> None:
        far = _distance(true, drawn) if isinstance(drawn, np.ndarray) else _distance_along(true, drawn)
        far = np.maximum(far, _overshoot(looks, ts, true))
        for gap in looks.discontinuities if looks.discontinuities is not None else ():
            inside &= np.abs(ts - float(gap)) > float(looks.dt) + 2 * float(ts[1] - ts[0])
        if not inside.any():
            return
        worst = float(np.max(far[inside]))
        if worst < _FAR or float((far[inside] > _FAR).mean()) < 0.004:
            return
        at = float(looks.scaling.function(float(ts[inside][int(np.argmax(far[inside]))])))
        name = context.log.name(figure)
        low, high = float(ts[0]), float(ts[-1])
        step = (high - low) / 800
        where, how = ("x", "`plot`") if id(looks) in self._plots.curves else ("t", "constructor")
        setting = "t_range" if type(looks) is ParametricFunction and where == "t" else "x_range"
        context.log.add(
            "curve-undersampled", "error", context.moment, context.state, [figure],
            f"`{name}` is {worst:.2f} units away from its function, most at {where} = {at:.3g}: "
            "too few samples.",
            f"`{setting}=[{low:.4g}, {high:.4g}, {step:.2g}]` in its {how}, and `use_smoothing=False`",
            hint={"x_range": (low, high, step)},
        )  # fmt: skip

    def _leaves_axes(self, context: Context, figure: Thing, axes: Any, drawn: Floats) -> None:
        y_low, y_high = y_limits(axes)
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


def _is_elsewhere(true: Floats, drawn: Floats) -> bool:
    """Whether the curve was moved or scaled on its own: it isn't what its function says, and needn't be."""
    if not np.isfinite(true).any():
        return True
    return bool(np.isfinite(true[0]).all() and np.abs(drawn[0, 0] - true[0]).max() > 0.3)


def _is_linear(axes: Any) -> bool:
    return all(type(one.scaling).__name__ == "LinearBase" for one in (axes.x_axis, axes.y_axis))


def _to_frame(axes: Any, xs: Floats, ys: Floats) -> Floats:
    """The points of the frame; on linear axes two of them say where all others are."""
    if not _is_linear(axes):
        true = np.full((len(xs), 2), np.nan)
        fits = np.isfinite(ys)
        for axis, values in ((axes.x_axis, xs), (axes.y_axis, ys)):
            if type(axis.scaling).__name__ != "LinearBase":
                fits &= values > 0
        if fits.any():
            true[fits] = axes.c2p(np.column_stack([xs[fits], ys[fits]]))[:, :2]
        return true
    origin = np.asarray(axes.c2p(0, 0))[:2]
    right = np.asarray(axes.c2p(1, 0))[:2] - origin
    up = np.asarray(axes.c2p(0, 1))[:2] - origin
    return origin + xs[:, None] * right + ys[:, None] * up


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


def _nearby(looks: Any, ts: Floats, drawn: Floats) -> Floats | list[Floats]:
    """For each parameter the pieces that were drawn for it, or all pieces where it can't be told.

    A curve that crosses itself is never far from some branch of its own.
    """
    curves = len(looks.points) // 4
    if looks.discontinuities is not None or not curves or len(drawn) % curves:
        return drawn
    each = len(drawn) // curves
    at = ((ts - ts[0]) / float(looks.t_step)).astype(int).clip(0, curves - 1)
    return [drawn[max(0, (one - 1) * each) : (one + 2) * each] for one in at]


def _overshoot(looks: Any, ts: Floats, true: Floats) -> Floats:
    """How far the few broad pieces of a coarse curve bulge away from its function, for each parameter."""
    found = np.zeros(len(ts))
    curves = np.asarray(looks.points)[: len(looks.points) // 4 * 4, :2].reshape(-1, 4, 2)
    expected = (float(looks.t_max) - float(looks.t_min)) / float(looks.t_step)
    if looks.discontinuities is not None or not 2 <= len(curves) <= len(ts) // 4:
        return found
    if abs(len(curves) - expected) > 1:
        return found
    at = ((ts - ts[0]) / float(looks.t_step)).astype(int).clip(0, len(curves) - 1)
    weights = np.array([[0.42, 0.42, 0.14, 0.02], [0.125, 0.375, 0.375, 0.125], [0.02, 0.14, 0.42, 0.42]])
    for index, curve in enumerate(curves):
        near = np.flatnonzero(np.abs(at - index) <= 1)
        path = true[near[0] : near[-1] + 1] if len(near) else true[:0]
        if len(path) < 2 or not np.isfinite(path).all():
            continue
        bulge = _to_pieces(weights @ curve, np.stack([path[:-1], path[1:]], axis=1)).max()
        found[at == index] = bulge
    return found


def _distance_along(true: Floats, pieces: list[Floats]) -> Floats:
    points = np.nan_to_num(true, nan=1e6)
    return np.array([_to_pieces(point[None], near)[0] for point, near in zip(points, pieces, strict=True)])


def _to_pieces(points: Floats, pieces: Floats) -> npt.NDArray[np.float64]:
    start, along = pieces[None, :, 0], pieces[None, :, 1] - pieces[None, :, 0]
    length = np.maximum((along**2).sum(axis=2), 1e-12)
    t = (((points[:, None] - start) * along).sum(axis=2) / length).clip(0, 1)
    nearest = start + t[..., None] * along
    return np.sqrt(((points[:, None] - nearest) ** 2).sum(axis=2)).min(axis=1)
