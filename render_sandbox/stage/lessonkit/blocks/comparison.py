"""Columns side by side, each on a panel of its own."""

from __future__ import annotations

from collections.abc import Callable

from manim import Animation, Dot, Group, Mobject, Rectangle

from ..block import Block, Kind, Page, Part, fade_in
from ..frame import body_size, unit
from ..prose import Prose
from ..shapes import panel
from ..theme import current_theme

__all__ = ["Comparison"]

Side = tuple[str, ...]

_COLUMN, _NARROW_COLUMN = 11.0, 8.5
"""Width of a column in em: as is good to read, and the least."""
_SMALLEST = 0.66
"""Of the usual size of text, before the points are shared out on two pages."""


class Comparison(Block):
    """Two or three columns; each is a title and its points."""

    kind: Kind = "figure"
    largest = 1.35
    fullest = 0.94

    def __init__(self, *sides: Side) -> None:
        super().__init__()
        self.sides = sides
        self._split: dict[tuple[float, float], list[Page]] = {}
        """Pages of what doesn't fit on one, by the room: kept, since each is asked for at every scale."""

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """Columns where there is width for them, else one below the other; paged where too long."""
        if (width, height) in self._split:
            return self._split[width, height]
        size = body_size() * scale
        page = self._page(width, height, size)
        while page.height > height and size > _SMALLEST * body_size():
            # A text needs room as the square of its size: what is far too high is not tried step by step.
            size *= min(0.94, max(0.6, (height / page.height) ** 0.5))
            if size < 0.8 * _SMALLEST * body_size():
                break
            size = max(size, 0.99 * _SMALLEST * body_size())
            page = self._page(width, height, size)
        if page.height <= height:
            return [page]
        longest = max(len(side) - 1 for side in self.sides)
        if longest > 1:
            half = (longest + 1) // 2
            first = tuple((title, *points[:half]) for title, *points in self.sides)
            second = tuple((title, *points[half:]) for title, *points in self.sides if points[half:])
            pages = [*_drawn(first, width, height, scale), *_drawn(second, width, height, scale)]
            self._split[width, height] = pages
            return pages
        page.mobject.scale(height / page.height, about_point=(width / 2, 0, 0))
        page.height = height
        return [page]

    def _page(self, width: float, height: float, size: float) -> Page:
        """Columns where they are wide; else one below the other; where that is too high, narrow columns."""
        column = width / len(self.sides) / size
        page = self._set(width, size, across=len(self.sides) > 1 and column > _COLUMN)
        if page.height > height and _NARROW_COLUMN < column <= _COLUMN and len(self.sides) > 1:
            return self._set(width, size, across=True)
        return page

    def _set(self, width: float, size: float, *, across: bool) -> Page:
        sides = self.sides
        gap = 0.8 * size
        column = (width - gap * (len(sides) - 1)) / len(sides) if across else width
        bodies = [_body(side, column, size, number) for number, side in enumerate(sides)]
        tallest = max(height for *_, height in bodies)
        group = Group()
        page = Page(group, width, 0)
        frames: list[Mobject] = []
        x = y = 0.0
        for number, (heading, points, own) in enumerate(bodies):
            height = tallest if across else own
            back = panel(column, height)
            frames.append(Group(back, heading))
            group.add(Group(frames[-1], points).shift((x, y, 0)))
            page.parts.append(Part(_entrance(points, frames if number == 0 else []), " ".join(sides[number])))
            if across:
                x += column + gap
                page.height = tallest
            else:
                page.height = -y + height
                y -= height + 0.85 * gap
        return page


def _drawn(sides: tuple[Side, ...], width: float, height: float, scale: float) -> list[Page]:
    return Comparison(*sides).draw(width, height, scale)


def _entrance(points: Group, frames: list[Mobject]) -> Callable[[], list[Animation]]:
    """The points of a side; with the first ones come all panels and titles: what is going to be compared."""
    return lambda: [fade_in(one, shift=(0, -0.16, 0)) for one in (*frames, points)]


def _body(side: Side, width: float, size: float, number: int) -> tuple[Group, Group, float]:
    """Title and points of a side, and how high they are together."""
    theme = current_theme()
    title, *points = side
    pad = 0.9 * size
    heading = Prose(
        title,
        size=1.14 * size,
        width=width - 2 * pad,
        color=theme.accents[number],
        weight=theme.strong_weight,
    )
    _stand(heading, pad, width - pad, -0.85 * size)
    y = -0.85 * size - heading.ruled_height - 0.22 * size
    bar = Rectangle(width=1.5 * size, height=0.065 * unit()).set_stroke(width=0)
    bar.set_fill(theme.accents[number], 1)
    at = width - pad - 0.75 * size if heading.right_to_left else pad + 0.75 * size
    titled = Group(heading, bar.move_to((at, y, 0)))
    group = Group()
    y -= 0.75 * size
    for point in points:
        prose = Prose(point, size=size, width=width - 2 * pad - 0.9 * size, strong=theme.accents[number])
        dot = Dot(radius=0.11 * size, color=theme.muted)
        middle = y - prose.top + 0.27 * size
        if prose.right_to_left:
            prose.place_ink(right=width - pad - 0.9 * size, top=y)
            dot.move_to((width - pad - 0.12 * size, middle, 0))
        else:
            prose.place(pad + 0.9 * size, y)
            dot.move_to((pad + 0.12 * size, middle, 0))
        group.add(dot, prose)
        y -= prose.box_height + 0.55 * size
    return titled, group, -y + 0.45 * size


def _stand(prose: Prose, left: float, right: float, top: float) -> None:
    if prose.right_to_left:
        prose.place_ink(right=right, top=top)
    else:
        prose.place(left, top)
