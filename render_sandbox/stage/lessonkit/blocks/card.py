"""A title card: the scene's name writ large, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable

from manim import LEFT, Animation, FadeIn, Group, GrowFromEdge, Line, Mobject

from ..block import Block, Page, Part, fade_in, stack_pages
from ..frame import body_size, unit
from ..motion import APPEAR, EASE
from ..ornaments import corner_ornament
from ..prose import Prose, balanced, longest_word
from ..sentences import sentences
from ..theme import current_theme

__all__ = ["Card", "Words"]


Row = tuple[Mobject, float, Part]

_BETWEEN, _PARAGRAPH = 0.5, 0.95
"""From one sentence to the next, and from one paragraph to the next, in em."""


class Card(Block):
    """A large title over paragraphs that appear sentence by sentence; each paragraph is one step."""

    largest = 1.25
    fullest = 0.92

    def __init__(self, title: str, *paragraphs: str) -> None:
        super().__init__()
        self.title = title
        self.paragraphs = paragraphs

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """The title as large as three lines allow, the paragraphs below it."""
        theme = current_theme()
        size = 2.35 * body_size() * scale
        widest = longest_word(self.title, size=1, weight=theme.title_weight, font=theme.title_font)
        size = max(body_size(), min(size, 0.98 * width / max(widest, 1e-6)))
        heading = self._heading(size, width)
        while len(heading.lines) > 3 and size > body_size():
            size *= 0.86
            heading = self._heading(size, width)
        heading.place(0, 0)
        bar = Line((0, 0, 0), (1.3 * unit(), 0, 0), color=theme.accent).set_stroke(width=8 * unit())
        under = heading.ruled_height
        bar.shift((0, -under - 0.35 * unit(), 0))
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
        rows: list[Row] = [(top, under + 0.55 * unit(), enter)]
        lead = 1.12 * body_size() * scale
        for number, paragraph in enumerate(self.paragraphs, start=1):
            rows += _paragraph(paragraph, number, lead, width, theme.muted)
        pages = stack_pages(rows, width=width, height=height, gap=_BETWEEN * lead)
        pages[0].parts[0] = Part(_decorated(enter, pages), self.title)
        return pages

    def _heading(self, size: float, width: float) -> Prose:
        theme = current_theme()
        return balanced(
            self.title, size=size, width=width, font=theme.title_font, weight=theme.title_weight, leading=1.16
        )


class Words(Block):
    """Paragraphs that stand for themselves while nothing else is shown; each is one step."""

    largest = 1.4

    def __init__(self, *paragraphs: str) -> None:
        super().__init__()
        self.paragraphs = paragraphs

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """A little larger than running text, in lines that are easily read."""
        size = 1.12 * body_size() * scale
        rows: list[Row] = []
        for number, paragraph in enumerate(self.paragraphs):
            rows += _paragraph(paragraph, number, size, width, current_theme().ink)
        return stack_pages(rows, width=width, height=height, gap=_BETWEEN * size)


def _decorated(part: Part, pages: list[Page]) -> Callable[[], list[Animation]]:
    """The part's entrance, and the theme's motif below all that the card is going to show."""

    def enter() -> list[Animation]:
        entering = part.enter()
        moves = [entering] if isinstance(entering, Animation) else list(entering)
        motif = corner_ornament(min(float(page.mobject.get_bottom()[1]) for page in pages))
        return [*moves, FadeIn(motif, run_time=1.6 * APPEAR, rate_func=EASE)] if len(motif) else moves

    return enter


def _paragraph(text: str, number: int, size: float, width: float, color: str) -> list[Row]:
    """A row for each sentence of the ``number``-th paragraph; the first stands further from what is above."""
    rows: list[Row] = []
    for sentence in sentences(text):
        above = 0.0 if rows else (_PARAGRAPH - _BETWEEN) * size
        prose = Prose(sentence, size=size, width=min(width, 28 * size), color=color, leading=1.42)
        if prose.right_to_left:
            prose.place_ink(right=width, top=-above)
        else:
            prose.place(0, -above)
        rows.append((prose, above + prose.box_height, Part(_coming(prose), prose.text, number=number)))
    return rows


def _coming(prose: Prose) -> Callable[[], Animation]:
    return lambda: fade_in(prose)
