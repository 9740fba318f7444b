"""What every block of a lesson is: something that draws itself into a given room, page by page.

A block is a manim ``Group`` like any other. ``LessonScene.arrange`` gives it its room; used without,
it draws itself into the frame's safe area when its parts are first needed.
"""

# Manim's `submobjects` is a plain attribute; a block's is drawn when somebody first looks.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import numpy as np
from manim import Animation, Create, FadeIn, Group, Mobject

from .frame import Area, safe_area
from .motion import APPEAR, EASE

__all__ = ["Block", "Page", "Part", "changing", "drawing", "fade_in", "stack_pages"]

Kind = Literal["text", "formula", "figure"]
"""How a block shares the room: texts are as high as they need, figures as high as they may be."""


@dataclass
class Part:
    """A step of a block's appearance."""

    enter: Callable[[], Animation | Sequence[Animation]]
    """Makes the animations, when their moment has come."""
    text: str = ""
    """What there is to read; it says how long the step stays alone."""
    hold: float = 0.0
    """Seconds of still picture that belong to the step itself, as in a quiz."""
    number: int | None = None
    """Which step of its block a caller counts it as, where several come as one."""
    after_line: bool = False
    """Whether it waits for the line to end and takes its own time then, as thinking and answers do."""


@dataclass
class Page:
    """Part of a block that is seen at once, drawn with its upper left corner at the origin."""

    mobject: Group
    width: float
    height: float
    parts: list[Part] = field(default_factory=list[Part])
    rows: list[Mobject] = field(default_factory=list[Mobject])
    """What may stand further apart where there is room, from top to bottom."""
    slack: float = 0.0
    """By how much more, at most, between two rows."""

    def loosen(self, room: float) -> None:
        """Move the rows apart, taking at most ``room`` in all."""
        if len(self.rows) < 2:
            return
        more = min(self.slack, room / (len(self.rows) - 1))
        for number, row in enumerate(self.rows):
            row.shift((0, -number * more, 0))
        self.height += more * (len(self.rows) - 1)

    def move(self, left: float, top: float) -> None:
        """Put the upper left corner somewhere. Only once: the corner is not kept."""
        self.mobject.shift((left, top, 0))


class Block(Group):
    """Base of the blocks. A block draws itself by ``draw``."""

    kind: Kind = "text"
    largest: float = 1.4
    """How much larger than usual its type gets in a picture that is empty otherwise."""
    fullest: float = 0.78
    """The share of the room that it may take by growing."""
    keeps_lines: bool = True
    """Whether it looks worse with more lines."""
    fills: bool = False
    """Whether it takes all the room whatever the size of its type."""

    def __init__(self) -> None:
        self._pieces: list[Mobject] = []
        self._natural: dict[tuple[float, float], float] = {}
        self.made_on = _scene_line()
        """The line of the scene that made it, for messages."""
        self._is_drawn = True  # Nothing is drawn while manim's own constructor looks around.
        super().__init__()
        self.pages: list[Page] = []
        self._is_drawn = False

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """Pages of at most this size, with type of ``scale`` times the usual size."""
        raise NotImplementedError

    def natural_height(self, area: Area) -> float:
        """How high it is in an area at the usual size of type, all its pages together."""
        room = (area.width, area.height)
        if room not in self._natural:
            self._natural[room] = sum(page.height for page in self.draw(*room, 1.0))
        return self._natural[room]

    @property
    def submobjects(self) -> list[Mobject]:
        """The pieces; of a block that nobody laid out, those of its first page in the safe area."""
        if not self._is_drawn:
            self._is_drawn = True
            area = safe_area()
            self.set_pages(self.draw(area.width, area.height, 1.0))
            self.put_pages(area)
        return self._pieces

    @submobjects.setter
    def submobjects(self, pieces: list[Mobject]) -> None:
        self._pieces = pieces

    def set_pages(self, pages: list[Page]) -> None:
        """Take these pages for the block's own; the first is what the block holds as a mobject."""
        self._is_drawn = True
        self.pages = pages
        self._pieces = [page.mobject for page in pages[:1]]

    def put_pages(self, area: Area) -> None:
        """Put each page into the middle of an area."""
        for page in self.pages:
            page.move(area.center_x - page.width / 2, (area.top + area.bottom + page.height) / 2)


def _scene_line() -> int | None:
    """The line that is being executed outside of this package."""
    package = __name__.rpartition(".")[0]
    frame = inspect.currentframe()
    while frame is not None and str(frame.f_globals.get("__name__", "")).startswith(package):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else None


def fade_in(
    mobject: Mobject, *, shift: Sequence[float] = (0, -0.12, 0), run_time: float = APPEAR
) -> Animation:
    """How things appear in the kit: softly, from a little way off."""
    return FadeIn(mobject, shift=-np.array(shift), run_time=run_time, rate_func=EASE)


def changing(mobject: Mobject, *, run_time: float = APPEAR) -> Any:
    """``mobject.animate`` with the kit's easing; end with ``.build()``."""
    return cast("Any", mobject).animate(run_time=run_time, rate_func=EASE)


def drawing(mobject: Mobject, *, run_time: float = APPEAR) -> Animation:
    """Draw a line or a shape along its outline."""
    return Create(cast("Any", mobject), run_time=run_time, rate_func=EASE)


def stack_pages(
    rows: Sequence[tuple[Mobject, float, Part]],
    *,
    width: float,
    height: float,
    gap: float,
    slack: float = 0.0,
) -> list[Page]:
    """Rows below one another, each drawn from y = 0 downwards; a new page where one is full.

    ``slack`` is by how much more than ``gap`` they may be apart.
    """
    pages: list[Page] = []
    for mobject, natural, part in rows:
        row_height = min(natural, height)
        if natural > height:
            mobject.scale(height / natural, about_point=(0, 0, 0))
        if not pages or pages[-1].height + gap + row_height > height + 1e-6:
            pages.append(Page(Group(), width, -gap, slack=slack))
        page = pages[-1]
        mobject.shift((0, -page.height - gap, 0))
        page.mobject.add(mobject)
        page.rows.append(mobject)
        page.height += gap + row_height
        page.parts.append(part)
    return pages
