"""A question, time to think, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from manim import Animation, FadeOut, Group, Mobject, Rectangle, VGroup, VMobject, Wait, linear

from ..block import Block, Page, Part, changing, drawing, fade_in
from ..frame import body_size, unit
from ..motion import LEAVE
from ..prose import Prose
from ..shapes import panel, pill
from ..theme import current_theme

__all__ = ["Quiz"]

_TILE = 1.35
"""How much larger a short option is set."""


class Quiz(Block):
    """Question and options, a bar that runs out while one thinks, then the answer stands out."""

    largest = 1.35
    fullest = 0.97

    def __init__(
        self,
        question: str,
        *,
        answer: str,
        options: list[str] | None = None,
        pause: float = 4.0,
        why: str = "",
    ) -> None:
        super().__init__()
        self.question = question
        self.options = options or []
        self.answer = answer
        self.pause = pause
        self.why = why
        self._widest: float | None = None
        """Of the options, for type of size one."""

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """One page, whose type gets as small as it takes."""
        page = self._page(width, body_size() * scale)
        size = body_size() * scale
        while page.height > height and size > 0.45 * body_size():
            size *= 0.9
            page = self._page(width, size)
        if page.height > height:
            page.mobject.scale(height / page.height, about_point=(0, 0, 0))
            page.height = height
        return [page]

    def _page(self, width: float, size: float) -> Page:
        theme = current_theme()
        group = Group()
        question = Prose(self.question, size=1.15 * size, width=width, weight=theme.strong_weight)
        _stand(question, width, 0)
        group.add(question)
        y = -question.box_height - 1.05 * size
        rows, below = self._rows(width, size, y)
        group.add(*[row for row, _ in rows])
        y = below
        bar = Rectangle(width=width, height=0.07 * unit()).set_fill(theme.accents[1], 1).set_stroke(width=0)
        bar.move_to((width / 2, y - 0.2 * size, 0))
        group.add(bar)
        y -= 0.2 * size + 0.07 * unit()
        why: Prose | None = None
        if self.why:
            why = Prose(self.why, size=0.95 * size, width=width, color=theme.muted)
            _stand(why, width, y - 0.5 * size)
            y -= 0.5 * size + why.box_height
            group.add(why)
        page = Page(group, width, -y)
        page.parts = self._parts(question, rows, bar, why)
        return page

    def _rows(self, width: float, size: float, y: float) -> tuple[list[tuple[Group, bool]], float]:
        """The options from y downwards, and where they end: short ones side by side, as wide cards."""
        shown = self.options or [self.answer]
        across = self._across(width, size)
        gap = 0.42 * size if across == 1 else 0.7 * size
        column = (width - gap * (across - 1)) / across
        least = 0.0 if across == 1 else 3.5 * size
        rows: list[tuple[Group, bool]] = []
        for first in range(0, len(shown), across):
            tallest = least
            for number, option in enumerate(shown[first : first + across], start=first):
                letter = chr(ord("A") + number) if self.options else "✓"
                row, row_height = _option(letter, option, column, size, least)
                row.shift(((number - first) * (column + gap), y, 0))
                rows.append((row, option == self.answer))
                tallest = max(tallest, row_height)
            y -= tallest + gap
        return rows, y

    def _across(self, width: float, size: float) -> int:
        """How many options stand side by side: all, or half of four, where each fits in one line."""
        count = len(self.options)
        if count < 2:
            return 1
        if self._widest is None:
            self._widest = max(float(Prose(option, size=_TILE).width) for option in self.options)
        widest = self._widest * size
        for across in (count, count // 2 if count % 2 == 0 else 0):
            if 1 < across <= 4 and widest + 4.5 * size < (width - 0.7 * size * (across - 1)) / across:
                return across
        return 1

    def _parts(
        self, question: Prose, rows: list[tuple[Group, bool]], bar: Rectangle, why: Prose | None
    ) -> list[Part]:
        parts = [Part(lambda: fade_in(question), question.text)]
        if self.options:
            parts += [Part(_entrance(row), self.options[number]) for number, (row, _) in enumerate(rows)]
        if self.pause:
            parts.append(Part(_countdown(bar, self.pause), after_line=True))
        parts.append(Part(self._answer(rows, bar, why), f"{self.answer} {self.why}", after_line=True))
        return parts

    def _answer(
        self, rows: list[tuple[Group, bool]], bar: Rectangle, why: Prose | None
    ) -> Callable[[], list[Animation]]:
        theme = current_theme()

        def enter() -> list[Animation]:
            moves: list[Animation] = [FadeOut(bar, run_time=LEAVE)]
            if not self.options:
                moves.append(fade_in(rows[0][0], shift=(-0.14, 0, 0)))
            for row, right in rows if self.options else []:
                if right:
                    back = row.submobjects[0]
                    moves.append(
                        changing(back)
                        .set_stroke(theme.accents[2], 5 * unit())
                        .set_fill(theme.accents[2], 0.22)
                        .build()
                    )
                    letter = row.submobjects[1].submobjects[1]
                    moves.append(changing(letter).set_color(theme.ink).build())
                    tick = row.submobjects[3]
                    tick.set_stroke(opacity=1)
                    moves.append(drawing(tick))
                else:
                    moves += [changing(piece).fade(0.62).build() for piece in row.submobjects[:3]]
            if why is not None:
                moves.append(fade_in(why))
            return moves

        return enter


def _stand(prose: Prose, width: float, top: float) -> None:
    if prose.right_to_left:
        prose.place_ink(right=width, top=top)
    else:
        prose.place(0, top)


def _option(letter: str, text: str, width: float, size: float, least: float) -> tuple[Group, float]:
    """A card with a letter, the text, and a tick that is hidden until the answer."""
    theme = current_theme()
    prose = Prose(text, size=_TILE * size if least else size, width=width - 4.6 * size)
    height = max(least, 1.9 * size, prose.box_height + 0.7 * size)
    back = panel(width, height)
    chip = pill(1.2 * size, 1.2 * size, theme.accent)
    sign: Mobject = Prose(letter, size=0.72 * size, color=theme.accent, weight=theme.strong_weight)
    if letter == "✓":
        sign = _tick(0.5 * size, theme.accent)
    badge = VGroup(chip, sign.move_to(chip)).move_to((1.2 * size, -height / 2, 0))
    top = -(height - prose.box_height) / 2
    if prose.right_to_left:
        prose.place_ink(right=width - 2.3 * size, top=top)
    else:
        prose.place(2.3 * size, top)
    tick = _tick(0.7 * size, theme.accents[2]).move_to((width - 1.2 * size, -height / 2, 0))
    tick.set_stroke(opacity=0)
    return Group(back, badge, prose, tick), height


def _tick(size: float, color: str) -> VMobject:
    tick = VMobject()
    tick.set_points_as_corners(
        [(-0.5 * size, 0, 0), (-0.12 * size, -0.4 * size, 0), (0.5 * size, 0.42 * size, 0)]
    )
    return tick.set_stroke(color, 5 * unit()).set_fill(opacity=0)


def _entrance(row: Group) -> Callable[[], Animation]:
    def enter() -> Animation:
        return fade_in(Group(*row.submobjects[:3]), shift=(-0.14, 0, 0))

    return enter


def _countdown(bar: Rectangle, seconds: float) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        left = bar.get_left()
        if seconds < 0.5:
            return [Wait(seconds)]
        return [
            cast("Any", bar)
            .animate(run_time=seconds, rate_func=linear)
            .stretch(0.001, 0, about_point=left)
            .build()
        ]

    return enter
