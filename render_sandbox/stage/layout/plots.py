"""Which axes drew which curves and areas, and what functions and integrals are behind them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from manim import CoordinateSystem, Mobject

__all__ = ["Area", "Plots", "drawn_sum", "integral_of", "value_of"]

Area = tuple[Mobject, CoordinateSystem, Any, tuple[float, float]]
"""What was made, on which axes, below which graph, from where to where."""


class Plots:
    """Remembers which axes drew what; installed on ``CoordinateSystem`` for one run."""

    def __init__(self) -> None:
        self.curves: dict[int, tuple[Mobject, CoordinateSystem, Callable[[float], float]]] = {}
        self.areas: dict[int, Area] = {}

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
        area = (made, axes, graph, (float(limits[0]), float(limits[1])))
        # Rectangles that are shown one by one stand in the scene without the group that they belong to.
        for one in (made, *made.submobjects):
            self.areas[id(one)] = area


def value_of(function: Callable[[float], float], x: float) -> float:
    """The function's value; NaN where it has none."""
    try:
        value = function(x)
        return float(value) if np.isreal(value) else math.nan
    except (ValueError, ZeroDivisionError, OverflowError, TypeError):
        return math.nan


def integral_of(area: Area) -> float:
    """The signed integral of an area's graph over its range."""
    _, _, graph, (low, high) = area
    xs = np.linspace(low, high, 2001)
    function = getattr(graph, "underlying_function", None)
    if function is None:
        return math.nan
    ys = np.array([value_of(function, float(x)) for x in xs])
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
