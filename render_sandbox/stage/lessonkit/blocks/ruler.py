"""A number line with points, intervals and jumps, each label on a row where it meets no other."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from manim import (
    Animation,
    ArcBetweenPoints,
    Circle,
    Dot,
    FadeIn,
    Group,
    GrowFromCenter,
    Mobject,
    Triangle,
    VGroup,
)

from ..axis import numbers_below
from ..block import Block, Kind, Page, Part, drawing, fade_in
from ..frame import body_size, unit
from ..motion import APPEAR, EASE, TRACE
from ..prose import Prose
from ..scale import ticks
from ..shapes import hairline
from ..theme import current_theme

__all__ = ["NumberRuler"]


_APART = 1.2
"""Between labels in one row, in em."""
_PITCH = 0.5
"""Between ticks that have no number, in em, at the least."""
_ORDERS = 120
"""In how many orders labels are tried before one of them has to stand in another's way."""


@dataclass
class _Rows:
    """Labels side by side in rows; a label goes to the first row where it has room."""

    gap: float
    ends: list[list[tuple[float, float]]]
    leaders: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    """Row and place of each thin line that leads from the axis to a label."""

    def led_row(self, left: float, right: float, x: float, *, first: int = 0, most: int = 4) -> int | None:
        """The first row where a label has room whose leader, at x, meets no label, nor it a leader."""
        while len(self.ends) < most:
            self.ends.append([])
        for row in range(first, most):
            free = all(right + self.gap < start or left - self.gap > end for start, end in self.ends[row])
            under = [span for taken in self.ends[:row] for span in taken]
            clear = all(not start - 0.1 < x < end + 0.1 for start, end in under)
            apart = all(level <= row or not left - 0.1 < at < right + 0.1 for level, at in self.leaders)
            if free and clear and apart:
                self.ends[row].append((left, right))
                self.leaders.append((row, x))
                return row
        return None

    def row_of(self, left: float, right: float) -> int:
        for number, taken in enumerate(self.ends):
            if all(right + self.gap < start or left - self.gap > end for start, end in taken):
                taken.append((left, right))
                return number
        self.ends.append([(left, right)])
        return len(self.ends) - 1


class NumberRuler(Block):
    """A stretch of the number line."""

    kind: Kind = "figure"
    largest = 1.55

    def __init__(
        self,
        *,
        range: tuple[float, float],  # noqa: A002 - what a person would call it
        step: float | None = None,
        points: Sequence[float | tuple[float, str]] = (),
        intervals: Sequence[tuple[float, float, str, str]] = (),
        jumps: Sequence[tuple[float, float, str]] = (),
    ) -> None:
        super().__init__()
        self.range = range
        self.step = step
        self.marks = [(point, "") if isinstance(point, int | float) else point for point in points]
        self.intervals = intervals
        self.jumps = jumps
        self._pitch = 0.0
        self._numbered: list[tuple[float, float]] = []
        """Where the axis has numbers, from left to right."""

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """The line across the whole width, with rows of labels above and below."""
        size = 0.95 * body_size() * scale
        labels = [text for *_, text in (*self.marks, *self.jumps)] + [
            text for _, _, text, _ in self.intervals
        ]
        drawn = [Prose(text, size=0.92 * size, width=0.5 * width) for text in labels if text]
        self._pitch = max([1.5 * size, *(label.box_height + 0.2 * size for label in drawn)])
        line = self._line(width, size)
        above, below, parts = self._marked(width, size)
        group = Group(line, *above, *below)
        top = max(float(group.get_top()[1]), 0.3 * size)
        bottom = min(float(group.get_bottom()[1]), -1.5 * size)
        page_height = top - bottom
        if page_height > height:
            group.scale(height / page_height, about_point=(width / 2, 0, 0))
            top, page_height = top * height / page_height, height
        group.shift((0, -top, 0))
        page = Page(group, width, page_height)
        page.parts = [Part(lambda: FadeIn(line, run_time=APPEAR), " word" * 3), *parts]
        return [page]

    def _x(self, value: float, width: float, size: float) -> float:
        low, high = self.range
        return 1.4 * size + (value - low) / (high - low) * (width - 2.8 * size)

    def _line(self, width: float, size: float) -> Group:
        theme = current_theme()
        group = Group(hairline((0.2 * size, 0), (width - 0.2 * size, 0), color=theme.muted, weight=3.5))
        for x, turn in ((0.15 * size, 1), (width - 0.15 * size, -1)):
            tip = Triangle(radius=0.2 * size).set_fill(theme.muted, 1).set_stroke(width=0)
            group.add(tip.rotate(turn * 1.5708).move_to((x, 0, 0)))
        low, high = self.range
        values = (
            [low + index * self.step for index in range(int((high - low) / self.step + 1e-9) + 1)]
            if self.step
            else ticks(low, high, most=10)
        )
        if len(values) > 40:
            values = ticks(low, high, most=10)
        places = [(value, self._x(value, width, size)) for value in values]
        matter = [value for value, _ in self.marks]
        numbers = numbers_below(places, size=0.82 * size, top=-0.42 * size, right=width, matter=matter)
        crowded = len(places) > 1 and places[1][1] - places[0][1] < _PITCH * size
        for index, (_, x) in enumerate(places):
            half = (0.22 if index in numbers else 0.12) * size
            if index in numbers or not crowded:
                group.add(hairline((x, half), (x, -half), color=theme.muted, weight=2.5))
        group.add(*numbers.values())
        self._numbered = [(float(one.get_left()[0]), float(one.get_right()[0])) for one in numbers.values()]
        return group

    def _marked(self, width: float, size: float) -> tuple[list[Mobject], list[Mobject], list[Part]]:
        above: list[Mobject] = []
        below: list[Mobject] = []
        parts: list[Part] = []
        dots: list[Part] = []
        rows = _Rows(_APART * size, [])
        for number, (start, end, text, closed) in enumerate(self.intervals):
            piece = self._interval(number, (start, end), closed, text, width, size, rows)
            below.append(piece)
            parts.append(Part(_appear(piece), text or " word" * 3))
        arcs, peak = self._arcs(width, size)
        for arc, (_, _, text) in zip(arcs, self.jumps, strict=True):
            above.append(arc)
            parts.append(Part(_draw_arc(arc), text or " word" * 3))
        # Below where there are arcs, so that no label and no arc meet a leader.
        sides = [_Rows(_APART * size, []), rows] if not self.jumps else [rows]
        labels = [_Label.of(self._x(value, width, size), text, width, size) for value, text in self.marks]
        seats = _seats([label for label in labels if label.prose], sides)
        for label, (_, text) in zip(labels, self.marks, strict=True):
            side, row = seats.get(id(label), (0, 0))
            lowest = -1.5 * size if side == len(sides) - 1 else None
            mark = self._mark(label, row, size, peak, lowest)
            above.append(mark)
            dots.append(Part(_appear(mark), text or " word" * 2))
        # Points first: they are what intervals reach to and jumps go between.
        return above, below, [*dots, *parts]

    def _interval(
        self,
        number: int,
        ends: tuple[float, float],
        closed: str,
        text: str,
        width: float,
        size: float,
        rows: _Rows,
    ) -> Group:
        theme = current_theme()
        color = theme.accents[number % 6]
        left, right = self._x(ends[0], width, size), self._x(ends[1], width, size)
        group = Group(hairline((left, 0), (right, 0), color=color, weight=12))
        for x, filled in ((left, closed in {"both", "left"}), (right, closed in {"both", "right"})):
            end = Circle(radius=0.22 * size).set_stroke(color, 5 * unit())
            group.add(end.set_fill(color if filled else theme.background, 1).move_to((x, 0, 0)))
        if text:
            label = Prose(text, size=0.92 * size, width=0.75 * width, color=color)
            half = float(label.width) / 2
            center = min(max((left + right) / 2, half), width - half)
            row = rows.row_of(center - half, center + half)
            label.place_ink(center=center, top=-1.75 * size - row * self._pitch)
            group.add(label)
        return group

    def _arcs(self, width: float, size: float) -> tuple[list[Group], float]:
        """Jumps as arcs above the line; the height up to which they reach."""
        theme = current_theme()
        arcs: list[Group] = []
        peak = 0.35 * size
        rows = _Rows(0.4 * size, [])
        drawn: list[tuple[VGroup, Prose | None, float, float]] = []
        for number, (start, end, text) in enumerate(self.jumps):
            color = theme.accents[(number + 2) % 6]  # The one before is that of the points.
            a, b = self._x(start, width, size), self._x(end, width, size)
            rise = min(0.4 * size + 0.42 * abs(b - a), 3.2 * size)
            arc = ArcBetweenPoints((a, 0.3 * size, 0), (b, 0.3 * size, 0), angle=-2.2 if b > a else 2.2)
            arc.stretch_to_fit_height(max(rise, 0.3 * size), about_edge=(0, -1, 0)).set_stroke(
                color, 4 * unit()
            )
            tip = Triangle(radius=0.24 * size).set_fill(color, 1).set_stroke(width=0).rotate(3.1416)
            tip.move_to((b, 0.38 * size, 0))
            label = Prose(text, size=0.92 * size, width=0.5 * width, color=color) if text else None
            drawn.append((VGroup(arc, tip), label, min(a, b), max(a, b)))
            peak = max(peak, float(arc.get_top()[1]) + 0.15 * size)
        top = peak
        for shape, label, left, right in drawn:
            group = Group(shape)
            if label is not None:
                half = float(label.width) / 2
                center = min(max((left + right) / 2, half), width - half)
                row = rows.row_of(center - half, center + half)
                label.place_ink(center=center, top=peak + (row + 1) * self._pitch)
                top = max(top, peak + (row + 1) * self._pitch)
                group.add(label)
            arcs.append(group)
        return arcs, top

    def _mark(self, label: _Label, row: int, size: float, peak: float, lowest: float | None) -> Group:
        """A point and its label in a row above the line, or below y = ``lowest``."""
        theme = current_theme()
        dot = Dot((label.x, 0, 0), radius=0.2 * size, color=theme.accents[1])
        group = Group(dot.set_z_index(1))  # An interval that comes later stays behind it.
        if label.prose is None:
            return group
        group.add(label.prose)
        start, end = 0.25 * size, peak + 0.25 * size + row * self._pitch
        if lowest is None:
            label.prose.place_ink(center=label.center, top=end + label.prose.box_height)
        else:
            start, end = lowest, lowest - 0.25 * size - row * self._pitch
            if all(not left - 0.1 < label.x < right + 0.1 for left, right in self._numbered):
                start = -0.3 * size
            label.prose.place_ink(center=label.center, top=end)
        if row:
            leader = hairline((label.x, start), (label.x, end), color=theme.muted, weight=2)
            group.submobjects.insert(0, leader)
        return group


@dataclass
class _Label:
    """A point's place, and its words as near to it as the edges let them."""

    x: float
    prose: Prose | None
    center: float

    @classmethod
    def of(cls, x: float, text: str, width: float, size: float) -> _Label:
        if not text:
            return cls(x, None, x)
        prose = Prose(text, size=0.92 * size, width=0.5 * width)
        half = float(prose.width) / 2
        return cls(x, prose, min(max(x, half), width - half))

    @property
    def span(self) -> tuple[float, float]:
        half = float(self.prose.width) / 2 if self.prose else 0.0
        return self.center - half, self.center + half


def _seats(labels: Sequence[_Label], sides: Sequence[_Rows]) -> dict[int, tuple[int, int]]:
    """Side and row of each label, by its ``id``, so that no leader meets a label where that can be."""
    for order in itertools.islice(itertools.permutations(labels), _ORDERS):
        seats = _seats_in_turn(order, copy.deepcopy(sides))
        if seats is not None:
            return seats
    return {id(label): (0, sides[0].row_of(*label.span)) for label in labels}


def _seats_in_turn(order: Sequence[_Label], sides: Sequence[_Rows]) -> dict[int, tuple[int, int]] | None:
    seats: dict[int, tuple[int, int]] = {}
    for label in order:
        for number, side in enumerate(sides):
            row = side.led_row(*label.span, label.x)
            if row is not None:
                seats[id(label)] = (number, row)
                break
        else:
            return None
    return seats


def _appear(piece: Group) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        shapes = [one for one in piece.submobjects if not isinstance(one, Prose)]
        texts = [one for one in piece.submobjects if isinstance(one, Prose)]
        return [GrowFromCenter(one, run_time=APPEAR, rate_func=EASE) for one in shapes] + [
            fade_in(one) for one in texts
        ]

    return enter


def _draw_arc(group: Group) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        shape, *labels = group.submobjects
        arc, tip = shape.submobjects
        return [
            drawing(arc, run_time=TRACE),
            FadeIn(tip, run_time=TRACE),
            *[fade_in(one) for one in labels],
        ]

    return enter
