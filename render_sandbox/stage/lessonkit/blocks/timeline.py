"""Events along a line: across where there is room, else downwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manim import LEFT, UP, Animation, Circle, Group, GrowFromCenter, GrowFromEdge, Mobject

from ..block import Block, Kind, Page, Part, drawing, fade_in, stack_pages
from ..frame import body_size, is_wide, unit
from ..motion import APPEAR, EASE
from ..prose import Prose, longest_word
from ..shapes import hairline
from ..theme import current_theme

__all__ = ["Timeline"]


class Timeline(Block):
    """Events (when, what) in order."""

    kind: Kind = "figure"
    fullest = 0.9

    def __init__(self, *events: tuple[str, str]) -> None:
        super().__init__()
        self.events = events

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """A line across for up to seven events that fit beside it; else a line down, paged where long."""
        size = 0.9 * body_size() * scale
        count = len(self.events)
        column = 2 * width / (count + 1) if count > 2 else width / max(1, count)
        if is_wide() and 1 < count <= 7 and column > 6.4 * size:
            smaller = size
            while smaller > 0.75 * size and self._widest_word(smaller) > column - 0.9 * smaller:
                smaller *= 0.93
            page = self._across(width, column, smaller)
            if page.height <= height:
                return [page]
        return self._down(width, height, size)

    def _widest_word(self, size: float) -> float:
        return max(longest_word(text, size=size) for event in self.events for text in event)

    def _across(self, width: float, column: float, size: float) -> Page:
        """Events in turn above and below the line, so that each has the room of two; all below if two."""
        theme = current_theme()
        step = column / 2 if len(self.events) > 2 else column
        stem = 0.75 * size
        entries = [self._entry(when, what, column - 0.9 * size, size) for when, what in self.events]
        above = [len(entries) > 2 and number % 2 == 0 for number in range(len(entries))]
        rise = max((height for (_, height), up in zip(entries, above, strict=True) if up), default=0.0)
        fall = max(height for (_, height), up in zip(entries, above, strict=True) if not up)
        line_y = -(rise + stem if rise else 0.3 * size)
        line = hairline((0, line_y), (width, line_y), weight=4)
        page = Page(Group(line), width, -line_y + stem + fall)
        for number, (entry, height) in enumerate(entries):
            x = number * step
            end = line_y + stem + height if above[number] else line_y - stem - height
            post = hairline((x + 0.26 * size, line_y), (x + 0.26 * size, end), color=theme.rule, weight=2.5)
            dot = _dot(0.26 * size).move_to((x + 0.26 * size, line_y, 0))
            entry.shift((x + 0.75 * size, line_y + stem + height if above[number] else line_y - stem, 0))
            page.mobject.add(post, dot, entry)
            page.parts.append(
                Part(
                    _entrance(line if number == 0 else None, LEFT, dot, entry, post),
                    " ".join(self.events[number]),
                )
            )
        return page

    def _entry(self, when: str, what: str, width: float, size: float) -> tuple[Group, float]:
        """When over what, from y = 0 downwards, and how high that is."""
        theme = current_theme()
        date = Prose(when, size=1.2 * size, width=width, color=theme.accent, weight=theme.strong_weight)
        text = Prose(what, size=size, width=width)
        date.place(0, 0)
        below = -date.box_height - 0.1 * size
        if text.right_to_left:
            text.place_ink(right=width, top=below)
        else:
            text.place(0, below)
        return Group(date, text), -below + text.box_height

    def _down(self, width: float, height: float, size: float) -> list[Page]:
        theme = current_theme()
        whens = [
            Prose(when, size=size, width=0.3 * width, color=theme.accent, weight=theme.strong_weight)
            for when, _ in self.events
        ]
        first = max(float(when.width) for when in whens)
        width = min(width, first + 30 * size)
        left = first + 2.2 * size
        rows: list[tuple[Mobject, float, Part]] = []
        for when, (_, what) in zip(whens, self.events, strict=True):
            text = Prose(what, size=size, width=width - left)
            row_height = max(when.box_height, text.box_height)
            when.place_ink(right=first, top=0)
            if text.right_to_left:
                text.place_ink(right=width, top=0)
            else:
                text.place(left, 0)
            dot = _dot(0.24 * size).move_to((first + 1.1 * size, -when.top + 0.3 * size, 0))
            rows.append(
                (
                    Group(dot, when, text),
                    row_height,
                    Part(_entrance(None, UP, dot, Group(when, text)), f"{when.text} {what}"),
                )
            )
        pages = stack_pages(rows, width=width, height=height, gap=0.75 * size)
        for page in pages:
            first_row = page.mobject.submobjects[0].submobjects[0].get_center()
            last_row = page.mobject.submobjects[-1].submobjects[0].get_center()
            if len(page.mobject.submobjects) > 1:
                line = hairline((first_row[0], first_row[1]), (last_row[0], last_row[1]), weight=3)
                page.mobject.submobjects.insert(0, line)
                page.parts[0] = Part(_with_line(line, page.parts[0]), page.parts[0].text)
        return pages


def _dot(radius: float) -> Circle:
    theme = current_theme()
    return Circle(radius=radius).set_fill(theme.background, 1).set_stroke(theme.accent, 5 * unit())


def _entrance(
    line: Mobject | None, edge: Any, dot: Mobject, entry: Mobject, post: Mobject | None = None
) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        animations: list[Animation] = []
        if line is not None:
            animations.append(GrowFromEdge(line, edge, run_time=1.6 * APPEAR, rate_func=EASE))
        if post is not None:
            animations.append(drawing(post))
        return [*animations, GrowFromCenter(dot, run_time=APPEAR, rate_func=EASE), fade_in(entry)]

    return enter


def _with_line(line: Mobject, part: Part) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        entering = part.enter()
        others = [entering] if isinstance(entering, Animation) else list(entering)
        return [GrowFromEdge(line, UP, run_time=1.6 * APPEAR, rate_func=EASE), *others]

    return enter
