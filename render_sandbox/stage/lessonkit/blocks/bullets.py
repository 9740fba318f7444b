"""Points one below the other: lists and summaries."""

from __future__ import annotations

from manim import Dot, Group, Mobject, RoundedRectangle, VGroup

from ..block import Block, Page, Part, fade_in, stack_pages
from ..frame import body_size, unit
from ..prose import ASCENT, Prose
from ..theme import current_theme

__all__ = ["Bullets", "Summary"]

Point = str | tuple[str, ...]
_MEASURE = 30.0
"""Em of text that a line holds at most, for easy reading."""


class Bullets(Block):
    """Points that appear one after another. A tuple is a point and the points below it."""

    def __init__(self, *points: Point, ordered: bool = False) -> None:
        super().__init__()
        self.points_of = points
        self.ordered = ordered

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """Rows as wide as comfortable to read."""
        size = body_size() * scale
        width = min(width, _MEASURE * size)
        rows: list[tuple[Mobject, float, Part]] = []
        for number, point in enumerate(self.points_of, start=1):
            text, *below = (point,) if isinstance(point, str) else point
            rows.append(_row(text, number if self.ordered else None, 0, size, width))
            rows += [_row(text, None, 1, size * 0.88, width) for text in below]
        return stack_pages(rows, width=width, height=height, gap=0.55 * size, slack=0.7 * size)


class Summary(Block):
    """What to take home: numbered points, larger than a list's."""

    largest = 1.3

    def __init__(self, *points: str) -> None:
        super().__init__()
        self.points_of = points

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """Rows with a numbered chip each."""
        size = 1.08 * body_size() * scale
        width = min(width, _MEASURE * size)
        rows = [_chip_row(text, number, size, width) for number, text in enumerate(self.points_of, start=1)]
        return stack_pages(rows, width=width, height=height, gap=0.8 * size, slack=0.8 * size)


def _row(text: str, number: int | None, level: int, size: float, width: float) -> tuple[Mobject, float, Part]:
    """A point with its marker, and the height of the row."""
    theme = current_theme()
    indent = (1.15 + 1.25 * level) * size
    prose = Prose(text, size=size, width=width - indent, color=theme.ink if level == 0 else theme.muted)
    marker: Mobject
    if number is not None:
        marker = Prose(f"{number}.", size=size, color=theme.accent, weight=theme.strong_weight)
    else:
        marker = Dot(
            radius=(0.15 if level == 0 else 0.1) * size, color=theme.accent if level == 0 else theme.muted
        )
    middle = -prose.top + 0.27 * size
    if prose.right_to_left:
        prose.place_ink(right=width - indent, top=0)
        edge = width - (indent - 1.15 * size)
        _set_marker(marker, edge, middle, prose.top, from_right=True)
    else:
        prose.place_ink(left=indent, top=0)
        _set_marker(marker, indent - 1.15 * size, middle, prose.top, from_right=False)
    row = Group(marker, prose)
    return (
        row,
        prose.box_height,
        Part(lambda: fade_in(row, shift=(-0.14 if not prose.right_to_left else 0.14, 0, 0)), prose.text),
    )


def _set_marker(marker: Mobject, edge: float, middle: float, top: float, *, from_right: bool) -> None:
    if isinstance(marker, Prose):
        marker.place(0, ASCENT * marker.em - top)
        marker.shift((edge - (marker.get_right() if from_right else marker.get_left())[0], 0, 0))
    else:
        half = marker.width / 2
        marker.move_to((edge - half - 0.1 if from_right else edge + half, middle, 0))


def _chip_row(text: str, number: int, size: float, width: float) -> tuple[Mobject, float, Part]:
    theme = current_theme()
    side = 1.5 * size
    color = theme.accents[(number - 1) % 5]
    chip = RoundedRectangle(width=side, height=side, corner_radius=0.32 * size)
    chip.set_fill(color, 0.16).set_stroke(color, 2.5 * unit())
    digit = Prose(str(number), size=0.86 * size, color=color, weight=theme.strong_weight)
    prose = Prose(text, size=size, width=width - 2.3 * size)
    height = max(prose.box_height, side)
    top = (
        -(side - prose.lines[0].height) / 2
        if not prose.lines
        else min(0.0, -(side - (ASCENT + 0.28) * size) / 2)
    )
    digit.move_to(chip)
    badge = VGroup(chip, digit)
    if prose.right_to_left:
        badge.move_to((width - side / 2, -side / 2, 0))
        prose.place_ink(right=width - 2.3 * size, top=top)
    else:
        badge.move_to((side / 2, -side / 2, 0))
        prose.place_ink(left=2.3 * size, top=top)
    row = Group(badge, prose)
    height = max(side, -top + prose.box_height)
    return row, height, Part(lambda: fade_in(row, shift=(-0.14, 0, 0)), prose.text)
