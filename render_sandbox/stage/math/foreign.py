r"""Words in scripts that no math font has, within a formula: set by Pango where MathJax leaves them room.

Each run of such letters becomes a ``\rule`` of its size between two marks; where MathJax has put the rule,
in whatever size, the run's outlines are put in its place. So ``v_{\text{初}}`` has a small 初, and Arabic is
joined and runs from right to left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .engine import Item, Mark, Part, Shape
from .letters import replaced

__all__ = ["Foreign", "make_room", "put_in"]

Outline = npt.NDArray[np.float64]

_NAME: Final = "foreign-"
_SIZE: Final = 0.94
"""Of the formula's em: letters of these scripts are large in theirs."""
_FONT: Final = "Source Serif 4"
"""Pango takes what a font lacks from one that has it."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A run of letters: outlines in em from its baseline's left end, y up; ``depth`` hangs below that."""

    glyphs: tuple[Outline, ...]
    width: float
    height: float
    depth: float


def make_room(tex: str, *, text: bool) -> tuple[str, list[Foreign]]:
    """``tex`` with rules for its foreign words, and the words. ``text``: whether it starts in text mode."""
    words: list[Foreign] = []

    def rule(run: str) -> str:
        words.append(_set(run))
        return _room(words[-1], len(words) - 1)

    return replaced(tex, rule, text=text), words


def put_in(items: Sequence[Item], words: Sequence[Foreign]) -> list[Item]:
    """The items with the words where their rules were."""
    put: list[Item] = []
    word: Foreign | None = None
    for item in items:
        if isinstance(item, Mark):
            if item.name is not None and item.name.startswith(_NAME):
                word = words[int(item.name.removeprefix(_NAME))]
            put.append(item)
        elif word is not None:
            put += _placed(word, item)
            word = None
        else:
            put.append(item)
    return put


def _room(word: Foreign, number: int) -> str:
    opened = rf"\special{{dvisvgm:raw <g id='{_NAME}{number}'>}}"
    size = f"[{-word.depth:.4f}em]{{{word.width:.4f}em}}{{{word.height + word.depth:.4f}em}}"
    return rf"{opened}\rule{size}\special{{dvisvgm:raw </g>}}"


def _placed(word: Foreign, rule: Shape) -> list[Shape]:
    """The glyphs of a word in the place and the size of its rule."""
    a, b, c, d, e, f = rule.parts[0].matrix
    x, y = rule.parts[0].box[:2]
    left, base = x, y + 1000 * word.depth
    matrix = (a, b, c, d, e + a * left + c * base, f + b * left + d * base)
    colour = None if rule.colour == "black" else rule.colour
    return [Shape((Part("path", matrix, d=_path(glyph)),), colour) for glyph in word.glyphs]


def _path(outline: Outline) -> str:
    """An outline of cubic curves as the path of an SVG, in thousandths of an em."""
    commands: list[str] = []
    end: list[float] | None = None
    for curve in (1000 * outline).reshape(-1, 4, 2):
        start, *rest = curve.tolist()
        if end is None or abs(start[0] - end[0]) + abs(start[1] - end[1]) > 0.01:
            commands.append(f"M{start[0]:.3f} {start[1]:.3f}")
        commands.append("C" + " ".join(f"{value:.3f}" for point in rest for value in point))
        end = rest[-1]
    return "".join(commands)


def _set(word: str) -> Foreign:
    # Here: the kit takes a moment to import, and few formulas need it.
    import html

    from ..lessonkit.outlines import Glyph, shape

    found: list[Glyph] = shape(html.escape(word), font=_FONT)
    placed = [_SIZE * (glyph.outline[:, :2] + (glyph.x, glyph.y)) for glyph in found if len(glyph.outline)]
    if not placed:
        return Foreign((), 0.0, 0.0, 0.0)
    points = np.concatenate(placed)
    (left, low), (right, high) = points.min(axis=0), points.max(axis=0)
    glyphs = tuple(one - (left, 0.0) for one in placed)
    return Foreign(glyphs, float(right - left), max(float(high), 0.01), max(-float(low), 0.0))
