"""The theme as what manim draws with: its own shapes and texts in the ink and the typeface of the lesson.

Only what a scene leaves open: a colour or a font that it names stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manim import AnnularSector, Annulus, Dot, MarkupText, Mobject, Rectangle, Text

from .theme import Theme

__all__ = ["wear"]

_IN_INK: tuple[type[Mobject], ...] = (Mobject, Rectangle, Dot, Annulus, AnnularSector)
"""Who decides for all others that a shape is white."""
_IN_TYPE: tuple[type[Mobject], ...] = (Text, MarkupText)


def wear(theme: Theme) -> Callable[[], None]:
    """Let manim's shapes and texts take on a theme until the function that comes back is called."""
    wanted: list[tuple[Any, dict[str, str]]] = [(kind, {"color": theme.ink}) for kind in _IN_INK]
    wanted += [(kind, {"font": theme.text_font}) for kind in _IN_TYPE]
    before = [(kind, kind.__init__) for kind, _ in wanted]
    for kind, defaults in wanted:
        kind.set_default(**defaults)

    def restore() -> None:
        for kind, made in before:
            kind.__init__ = made

    return restore
