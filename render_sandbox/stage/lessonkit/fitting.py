"""What could be drawn, but not be read: texts whose type would be too small, and what to cut of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from manim import MathTex, Mobject

from .block import Block, Page
from .frame import body_size
from .prose import Prose, formula_scale

__all__ = ["TooMuch", "require_legible"]

_READABLE = 0.46
"""The smallest type, as a share of running text: capitals of 17 of 1080 pixels."""
_HOPELESS = 0.36
"""Below it nobody reads on: an error, where a little too small is left to the layout report."""
_PIXELS = 17 / _READABLE
_NAMES = {
    "Comparison": "comparison",
    "DataTable": "table",
    "Network": "graph",
    "NumberRuler": "number line",
    "Quotation": "quote",
}
"""What a block is called in a lesson, where not by its class."""


class TooMuch(ValueError):
    """A block holds more than a picture can show at a readable size.

    ``scene_line`` is the line of the scene on which the block was made.
    """

    def __init__(self, message: str, scene_line: int | None) -> None:
        super().__init__(message)
        self.scene_line = scene_line


def require_legible(block: Block, pages: Sequence[Page]) -> None:
    """Raise ``TooMuch`` if type of a block is so small that a part of its text has to go."""
    types = [(size / body_size(), text) for page in pages for size, text in _types(page.mobject)]
    smallest = min((share for share, _ in types), default=1.0)
    if smallest >= _HOPELESS:
        return
    text = " ".join(max((text for share, text in types if share < _READABLE), key=len).split())
    keep = (smallest / _READABLE) ** (1 if block.kind == "formula" else 2)
    kind = type(block).__name__
    raise TooMuch(
        f"There is too much in this {_NAMES.get(kind, kind.lower())} for one picture: its type would have "
        f"capitals {smallest * _PIXELS:.0f} pixels high of 1080, and 17 can be read. "
        f"Cut about {max(10, round(100 * (1 - keep), -1)):.0f} % of it, or make two of it. "
        f"Its longest text is “{text if len(text) <= 60 else text[:60].rstrip() + '…'}”.",
        block.made_on,
    )


def _types(mobject: Mobject) -> Iterator[tuple[float, str]]:
    """The em of each text as it stands now, in units of the frame, and the text."""
    if isinstance(mobject, Prose):
        if mobject.lines:
            yield mobject.em * float(mobject.width) / mobject.drawn_width, mobject.text
    elif isinstance(mobject, MathTex):
        size: Any = mobject.font_size
        yield float(size) / 48 / formula_scale(), str(mobject.tex_string)
    else:
        for child in mobject.submobjects:
            yield from _types(child)
