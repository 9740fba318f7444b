"""What a scene drew itself with manim, as a block beside others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from manim import Animation, Group, MathTex, Mobject, Text, VMobject

from ..block import Block, Kind, Page, Part, drawing, fade_in
from ..motion import TRACE

__all__ = ["Drawing"]

_FULL = 0.94
"""The share of the room that it fills in the direction where that is scarcer."""


class Drawing(Block):
    """Manim's own mobjects as a figure, as large as its room allows; each one given is a step.

    What is seen are copies: make all changes before.
    """

    kind: Kind = "figure"
    fills = True

    def __init__(self, *pieces: Mobject) -> None:
        super().__init__()
        self.drawn = pieces

    def draw(self, width: float, height: float, scale: float) -> list[Page]:  # noqa: ARG002 - type goes with the rest
        """All pieces in their places to each other."""
        pieces = [piece.copy() for piece in self.drawn]
        group = Group(*pieces)
        own_width, own_height = max(float(group.width), 1e-6), max(float(group.height), 1e-6)
        group.scale(_FULL * min(width / own_width, height / own_height))
        group.shift((-float(group.get_left()[0]), -float(group.get_top()[1]), 0))
        page = Page(group, float(group.width), float(group.height))
        page.parts = [Part(_entrance(piece), " word" * 5) for piece in pieces]
        return [page]


def _entrance(piece: Mobject) -> Callable[[], list[Animation]]:
    return lambda: [
        fade_in(one) if isinstance(one, MathTex | Text) or not isinstance(one, VMobject) else _traced(one)
        for one in _parts(piece)
    ]


def _traced(shape: VMobject) -> Animation:
    return drawing(shape, run_time=TRACE)


def _parts(piece: Mobject) -> Iterator[Mobject]:
    """The shapes and texts of a piece: a group is taken apart, a text is not."""
    if isinstance(piece, MathTex | Text) or not piece.submobjects:
        yield piece
    else:
        for child in piece.submobjects:
            yield from _parts(child)
