"""Curves, points and areas over axes, and bars."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import (
    DL,
    UR,
    Animation,
    DashedVMobject,
    Dot,
    FadeIn,
    Group,
    GrowFromCenter,
    Mobject,
    Polygon,
    VGroup,
    VMobject,
)

from ..axis import numbers_below
from ..block import Block, Kind, Page, Part, drawing, fade_in
from ..frame import body_size, unit
from ..motion import APPEAR, EASE, TRACE
from ..prose import Prose
from ..scale import number_text, round_range, ticks
from ..shapes import hairline
from ..theme import current_theme
from .bars import draw_bars

__all__ = ["Curve", "Plot"]

_SAMPLES = 400
_NAME_GAP = 0.6
"""From the name of the upright axis down to its end, in em: half of the highest number is in between."""
_LEAST_FRAME = 0.5
"""The share of the height that curves have; labels get smaller for it."""
Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A function of x, with a label for the legend."""

    y: Callable[[float], float]
    label: str = ""
    dashed: bool = False


class Plot(Block):
    """Axes with curves, labelled points, the area below the first curve and its tangent; or bars."""

    kind: Kind = "figure"
    fullest = 0.92

    def __init__(
        self,
        *,
        curves: Sequence[Curve] = (),
        x: tuple[float, float] = (-5, 5),
        y: tuple[float, float] | None = None,
        x_label: str = "",
        y_label: str = "",
        points: Sequence[tuple[float, float] | tuple[float, float, str]] = (),
        area: tuple[float, float] | None = None,
        tangent: float | None = None,
        bars: Sequence[tuple[str, float]] = (),
    ) -> None:
        super().__init__()
        self.curves = curves
        self.x = x
        self.marks = [(one[0], one[1], one[2] if len(one) > 2 else "") for one in points]
        self.area = area
        self.tangent = tangent
        self.x_label = x_label
        self.y_label = y_label
        self.bars = bars
        self.fills = not bars
        self.y = y or self._needed_range()

    @property
    def spare_color(self) -> str:
        """An accent that no curve has, for the tangent and the points."""
        return current_theme().accents[min(max(1, len(self.curves)), 5)]

    def _needed_range(self) -> tuple[float, float]:
        """From the lowest to the highest that there is to see; poles don't count."""
        heights = [y for _, y, _ in self.marks]
        for curve in self.curves:
            values = _values(curve, np.linspace(*self.x, _SAMPLES))
            values = values[np.isfinite(values)]
            if len(values):
                low, high = np.percentile(values, [2, 98])
                reach = 3 * max(high - low, 1e-6)
                heights += list(values[(values >= low - reach) & (values <= high + reach)])
        return round_range(min(heights, default=-1.0), max(heights, default=1.0))

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """All of the width; no higher than looks well."""
        size = 0.68 * body_size() * scale
        if self.bars:
            return [draw_bars(self.bars, width, height, size, self.y_label or self.x_label)]
        size, height = min(size, 0.8 * body_size()), min(height, 0.82 * width)
        legend, frame = self._framed(width, height, size)
        while frame.top - frame.bottom < _LEAST_FRAME * height and size > 0.4 * body_size():
            size *= 0.9
            legend, frame = self._framed(width, height, size)
        return [self._axes_page(width, height, legend, frame)]

    def _framed(self, width: float, height: float, size: float) -> tuple[Group | None, _Frame]:
        """The legend, and the axes below it."""
        legend = self._legend(width, size)
        top = float(legend.height) + 0.8 * size if legend is not None else 0.0
        return legend, _Frame(self, width, height, top, size)

    def _axes_page(self, width: float, height: float, legend: Group | None, frame: _Frame) -> Page:
        group = Group(*([legend] if legend is not None else []), frame.grid)
        page = Page(group, width, height)
        shown = [frame.grid, *([legend] if legend is not None else [])]
        page.parts.append(Part(lambda: [FadeIn(one, run_time=APPEAR) for one in shown], " word" * 4))
        shade = VMobject()
        if self.area and self.curves:
            shade = frame.shade(self.curves[0], self.area)
            group.add(shade)
        for number, curve in enumerate(self.curves):
            drawn = frame.curve(curve, current_theme().accents[number])
            group.add(drawn)
            page.parts.append(Part(_trace(drawn), " word" * 6))
        if self.area and self.curves:
            page.parts.append(Part(lambda: FadeIn(shade, run_time=APPEAR), " word" * 5))
        if self.tangent is not None and self.curves:
            touching = frame.tangent(self.curves[0], self.tangent)
            group.add(touching)
            page.parts.append(Part(lambda: drawing(touching, run_time=TRACE), " word" * 5))
        if self.marks:
            for mark in frame.marks(self.marks, group):
                group.add(mark)
                page.parts.append(Part(_pop(mark), " word" * 3))
        return page

    def _legend(self, width: float, size: float) -> Group | None:
        """Labels of the curves in a row above, wrapped; so they never meet a curve."""
        entries = [(number, curve) for number, curve in enumerate(self.curves) if curve.label]
        if not entries:
            return None
        theme = current_theme()
        group = Group()
        x = y = 0.0
        row = 0.0
        for number, curve in entries:
            text = Prose(curve.label, size=1.1 * size, width=width - 2.4 * size, color=theme.accents[number])
            own = 2.2 * size + float(text.width)
            if x and x + own > width:
                x, y, row = 0.0, y - row - 0.3 * size, 0.0
            text.place_ink(left=x + 1.8 * size, top=y)
            stroke = hairline((x, 0), (x + 1.3 * size, 0), color=theme.accents[number], weight=5)
            key: Mobject = DashedVMobject(stroke, num_dashes=3) if curve.dashed else stroke
            key.shift((0, y - text.top + 0.28 * size, 0))
            group.add(Group(key, text))
            row = max(row, text.box_height)
            x += own + 1.2 * size
        return group


class _Frame:
    """The mapping from numbers to the page, and what is drawn by it."""

    def __init__(self, plot: Plot, width: float, height: float, top: float, size: float) -> None:
        theme = current_theme()
        self.plot = plot
        self.size = size
        heights = ticks(*plot.y, most=6)
        labels = [Prose(number_text(tick), size=size, color=theme.muted) for tick in heights]
        left = max([float(label.width) for label in labels], default=0) + 0.6 * size
        name_y = (
            Prose(plot.y_label, size=size, width=width * 0.6, color=theme.muted) if plot.y_label else None
        )
        name_x = (
            Prose(plot.x_label, size=size, width=width * 0.8, color=theme.muted) if plot.x_label else None
        )
        top += name_y.box_height + _NAME_GAP * size if name_y else 0.3 * size
        bottom = 1.75 * size + (name_x.box_height if name_x else 0)
        self.left, self.right = left, width - 0.5 * size
        self.top, self.bottom = -top, -(height - bottom)
        self.grid = self._grid(heights, labels)
        if name_x:
            name_x.place_ink(right=self.right, top=self.bottom - 1.75 * size)
            self.grid.add(name_x)
        if name_y:
            name_y.place(0, -top + name_y.box_height + _NAME_GAP * size)
            self.grid.add(name_y)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a pair of numbers is on the page."""
        (x0, x1), (y0, y1) = self.plot.x, self.plot.y
        return (
            self.left + (x - x0) / (x1 - x0) * (self.right - self.left),
            self.bottom + (y - y0) / (y1 - y0) * (self.top - self.bottom),
        )

    def _grid(self, heights: list[float], labels: list[Prose]) -> Group:
        theme = current_theme()
        grid = Group()
        for tick, label in zip(heights, labels, strict=True):
            _, y = self.at(0, tick)
            grid.add(hairline((self.left, y), (self.right, y), weight=1))
            label.place_ink(right=self.left - 0.45 * self.size, top=y + label.box_height / 2)
            label.shift((0, y - label.get_center()[1], 0))
            grid.add(label)
        most = max(2, int((self.right - self.left) / (3.6 * self.size)))
        across = [(tick, self.at(tick, 0)[0]) for tick in ticks(*self.plot.x, most=min(10, most))]
        for _, x in across:
            grid.add(hairline((x, self.bottom), (x, self.top), weight=1))
        below, rightmost = self.bottom - 0.35 * self.size, self.right + 0.5 * self.size
        grid.add(*numbers_below(across, size=self.size, top=below, right=rightmost).values())
        low, high = self.plot.x
        x, _ = self.at(min(max(0.0, low), high), 0)
        low, high = self.plot.y
        _, y = self.at(0, min(max(0.0, low), high))
        grid.add(hairline((self.left, y), (self.right, y), color=theme.muted, weight=2.5))
        grid.add(hairline((x, self.bottom), (x, self.top), color=theme.muted, weight=2.5))
        return grid

    def curve(self, curve: Curve, color: str) -> VMobject:
        """The curve, cut at the frame's edges and at jumps."""
        xs = np.linspace(*self.plot.x, _SAMPLES)
        ys = _values(curve, xs)
        drawn = VMobject().set_stroke(color, 5 * unit()).set_fill(opacity=0)
        for piece in _pieces(xs, ys, self.plot.y):
            corners = [(*self.at(x, y), 0.0) for x, y in piece]
            drawn.start_new_path(np.array(corners[0]))
            drawn.add_points_as_corners(np.array(corners[1:]))
        if curve.dashed and len(drawn.points):
            dashed = DashedVMobject(drawn, num_dashes=36, dashed_ratio=0.6)
            return dashed.set_stroke(color, 5 * unit())
        return drawn

    def shade(self, curve: Curve, between: tuple[float, float]) -> VMobject:
        """The area between the curve and the x axis."""
        low, high = max(between[0], self.plot.x[0]), min(between[1], self.plot.x[1])
        y0, y1 = self.plot.y
        base = min(max(0.0, y0), y1)
        xs = np.linspace(low, max(high, low + 1e-9), 120)
        ys = np.clip(np.nan_to_num(_values(curve, xs), nan=base, posinf=y1, neginf=y0), y0, y1)
        outline = [(low, base), *zip(xs, ys, strict=True), (xs[-1], base)]
        shape = Polygon(*[(*self.at(float(x), float(y)), 0.0) for x, y in outline])
        return shape.set_fill(current_theme().accents[0], 0.25).set_stroke(width=0)

    def tangent(self, curve: Curve, at: float) -> VGroup:
        """The line that touches the curve, and the point where it does."""
        step = 1e-4 * (self.plot.x[1] - self.plot.x[0])
        before, here, after = _values(curve, np.array([at - step, at, at + step]))
        slope = float((after - before) / (2 * step))
        color = self.plot.spare_color
        line = Curve(lambda x: float(here) + slope * (x - at))
        drawn = self.curve(line, color) if np.isfinite(slope) and np.isfinite(here) else VMobject()
        group = VGroup(drawn)
        if (
            np.isfinite(here)
            and self.plot.y[0] <= here <= self.plot.y[1]
            and self.plot.x[0] <= at <= self.plot.x[1]
        ):
            group.add(Dot((*self.at(at, float(here)), 0), radius=0.08 * unit(), color=color))
        return group

    def marks(self, marks: list[tuple[float, float, str]], drawn: Group) -> list[Group]:
        """Points with labels, each label where it meets the least."""
        theme = current_theme()
        written = [_box_points(one) for one in self.grid.submobjects if isinstance(one, Prose) and one.lines]
        busy = np.vstack([_sampled(drawn), *written])
        made: list[Group] = []
        for x, y, text in marks:
            if not (self.plot.x[0] <= x <= self.plot.x[1] and self.plot.y[0] <= y <= self.plot.y[1]):
                continue
            place = np.array((*self.at(x, y), 0.0))
            dot = Dot(place, radius=0.085 * unit(), color=self.plot.spare_color)
            group = Group(dot)
            if text:
                label = Prose(
                    text, size=1.1 * self.size, width=0.4 * (self.right - self.left), color=theme.ink
                )
                self._put_label(label, place, busy)
                busy = np.vstack([busy, _box_points(label)])
                group.add(label)
            made.append(group)
        return made

    def _put_label(self, label: Prose, place: Points, busy: Points) -> None:
        gap = 0.16 * unit()
        half = np.array((float(label.width) / 2, float(label.height) / 2, 0))
        best, least = place, 1e18
        directions = ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0))
        for far, (dx, dy) in itertools.product((1, 2.5, 4.5), directions):
            center = place + np.array((dx, dy, 0)) * (half + gap * far * (0.8 if dx and dy else 1.2))
            low, high = center - half - 0.04, center + half + 0.04
            inside = np.all((busy[:, :2] > low[:2]) & (busy[:, :2] < high[:2]), axis=1).sum()
            outside = (
                max(0, self.left - low[0])
                + max(0, high[0] - self.right)
                + max(0, self.bottom - low[1])
                + max(0, high[1] - self.top)
            )
            cost = inside + 1000 * outside + 0.5 * far
            if cost < least:
                best, least = center, cost
        best = np.clip(
            best,
            (self.left + half[0], self.bottom + half[1], 0),
            [
                max(self.right - half[0], self.left + half[0]),
                max(self.top - half[1], self.bottom + half[1]),
                0,
            ],
        )
        label.move_to(best)


def _values(curve: Curve, xs: Points) -> Points:
    """The curve's heights; NaN where it has none."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        values = np.empty(len(xs))
        for index, x in enumerate(xs):
            try:
                value = curve.y(np.float64(x))
                values[index] = float(value) if not isinstance(value, complex) else np.nan
            except (ArithmeticError, ValueError, TypeError):
                values[index] = np.nan
    return values


def _pieces(xs: Points, ys: Points, y_range: tuple[float, float]) -> list[list[tuple[float, float]]]:
    """Runs of points inside the frame, each ended exactly where the curve leaves it."""
    low, high = y_range
    span = high - low
    pieces: list[list[tuple[float, float]]] = [[]]
    for index in range(len(xs)):
        x, y = float(xs[index]), float(ys[index])
        inside = np.isfinite(y) and low <= y <= high
        if index:
            x0, y0 = float(xs[index - 1]), float(ys[index - 1])
            was = np.isfinite(y0) and low <= y0 <= high
            if inside != was and np.isfinite(y) and np.isfinite(y0) and abs(y - y0) < 2 * span:
                edge = high if max(y, y0) > high else low
                share = (edge - y0) / (y - y0)
                pieces[-1].append((x0 + share * (x - x0), edge))
            if (inside and was and abs(y - y0) > 0.6 * span) or (not inside and pieces[-1]):
                pieces.append([])
        if inside:
            pieces[-1].append((x, y))
    return [piece for piece in pieces if len(piece) > 1]


def _sampled(drawn: Mobject) -> Points:
    points = [one.points[::4] for one in drawn.get_family() if isinstance(one, VMobject) and len(one.points)]
    return np.vstack(points) if points else np.zeros((0, 3))


def _box_points(label: Mobject) -> Points:
    low, high = label.get_corner(DL), label.get_corner(UR)
    return np.array([low + (high - low) * (i / 7, j / 3, 0) for i in range(8) for j in range(4)])


def _trace(drawn: Mobject) -> Callable[[], Animation]:
    return lambda: drawing(drawn, run_time=TRACE)


def _pop(mark: Group) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        dot, *labels = mark.submobjects
        return [GrowFromCenter(dot, run_time=APPEAR, rate_func=EASE), *[fade_in(label) for label in labels]]

    return enter
