"""A title card: the scene's name writ large, and what is said about it."""

from __future__ import annotations

from manim import LEFT, Group, GrowFromEdge, Line, Mobject

from ..block import Block, Page, Part, fade_in, stack_pages
from ..frame import body_size, unit
from ..motion import APPEAR, EASE
from ..prose import Prose, balanced
from ..theme import current_theme

__all__ = ["Card"]


class Card(Block):
    """A large title over paragraphs that appear one by one."""

    def __init__(self, title: str, *paragraphs: str) -> None:
        super().__init__()
        self.title = title
        self.paragraphs = paragraphs

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """The title as large as three lines allow, the paragraphs below it."""
        theme = current_theme()
        size = 2.35 * body_size() * scale
        heading = self._heading(size, width)
        while len(heading.lines) > 3 and size > body_size():
            size *= 0.86
            heading = self._heading(size, width)
        heading.place(0, 0)
        bar = Line((0, 0, 0), (1.3 * unit(), 0, 0), color=theme.accent).set_stroke(width=8 * unit())
        bar.shift((0, -heading.box_height - 0.35 * unit(), 0))
        if heading.right_to_left:
            heading.shift((width - heading.get_right()[0], 0, 0))
            bar.shift((width - 1.3 * unit(), 0, 0))
        top = Group(heading, bar)
        enter = Part(
            lambda: [
                fade_in(heading, shift=(0, -0.2, 0), run_time=1.2 * APPEAR),
                GrowFromEdge(bar, LEFT, run_time=1.2 * APPEAR, rate_func=EASE),
            ],
            self.title,
        )
        rows: list[tuple[Mobject, float, Part]] = [(top, heading.box_height + 0.55 * unit(), enter)]
        lead = 1.12 * body_size() * scale
        rows += [_paragraph(text, lead, min(width, 28 * lead), width) for text in self.paragraphs]
        return stack_pages(rows, width=width, height=height, gap=0.75 * lead)

    def _heading(self, size: float, width: float) -> Prose:
        theme = current_theme()
        return balanced(
            self.title, size=size, width=width, font=theme.title_font, weight=theme.title_weight, leading=1.16
        )


def _paragraph(text: str, size: float, measure: float, width: float) -> tuple[Mobject, float, Part]:
    prose = Prose(text, size=size, width=measure, color=current_theme().muted, leading=1.42)
    if prose.right_to_left:
        prose.place_ink(right=width, top=0)
    else:
        prose.place(0, 0)
    return prose, prose.box_height, Part(lambda: fade_in(prose), prose.text)
