"""Displayed formulas that always fit: broken at relations and signs where they are too wide."""

from __future__ import annotations

import re

from manim import MathTex, VGroup

from .prose import formula_scale
from .theme import current_theme

__all__ = ["displayed", "relation_parts", "rows_of"]

_SMALLEST = 0.62
_TOKENS = re.compile(r"\\[A-Za-z]+|\\.|[{}]|.", re.DOTALL)
_RELATIONS = {"=", "<", ">", "\\le", "\\leq", "\\ge", "\\geq", "\\approx", "\\to", "\\equiv", "\\iff",
              "\\Rightarrow", "\\sim", "\\ne", "\\neq", "\\implies", "\\rightarrow", "\\propto", "\\in",
              "\\subset"}  # fmt: skip
_SIGNS = {"+", "-", "\\pm"}


def displayed(tex: str, *, size: float, width: float, color: str | None = None) -> VGroup:
    """A formula no wider than ``width``: as it is, smaller, in several rows, or as small as it takes.

    The result is a group of ``MathTex``, one for each row.
    """
    color = color or current_theme().ink
    whole = _set(tex, size, color)
    if whole.width <= width:
        return VGroup(whole)
    if whole.width * _SMALLEST <= width:
        return VGroup(whole.scale(width / whole.width))
    rows = VGroup(*[_set(row, 0.85 * size, color) for row in rows_of(tex, whole.width * 0.85 / width)])
    if len(rows) == 1:
        return VGroup(whole.scale(width / whole.width))
    indents = [0.0 if number == 0 else 1.2 * size for number in range(len(rows))]
    fit = min(1.0, *((width - indent) / row.width for indent, row in zip(indents, rows, strict=True)))
    y = 0.0
    for indent, row in zip(indents, rows, strict=True):
        row.scale(fit)
        row.shift((indent - row.get_left()[0], y - row.get_top()[1], 0))
        y -= row.height + 0.45 * size * fit
    return rows


def _set(tex: str, size: float, color: str) -> MathTex:
    return MathTex(*relation_parts(tex), color=color).scale(size * formula_scale())


def relation_parts(tex: str) -> list[str]:
    """A formula cut before and after each relation at its top level, so that steps can morph part by part."""
    parts: list[str] = [""]
    for sign, level in _levels(tex):
        if level == 0 and sign in _RELATIONS:
            parts += [sign, ""]
        else:
            parts[-1] += sign
    kept = [part for part in parts if part.strip()]
    return kept or [tex]


def rows_of(tex: str, times: float) -> list[str]:
    """A formula cut into rows of about equal length, before relations and signs at its top level."""
    pieces: list[str] = [""]
    last = ""
    for sign, level in _levels(tex):
        starts = sign in _RELATIONS or (sign in _SIGNS and last not in _RELATIONS | _SIGNS | {"", "("})
        if level == 0 and starts and pieces[-1].strip():
            pieces.append("")
        pieces[-1] += sign
        if sign.strip():
            last = sign
    target = max(1.0, sum(map(_weight, pieces)) / (int(times) + 1))
    rows: list[str] = []
    for piece in pieces:
        if rows and _weight(rows[-1]) + _weight(piece) <= 1.15 * target:
            rows[-1] += piece
        else:
            rows.append(piece)
    return [row if number == 0 else "{}" + row for number, row in enumerate(rows)]


def _weight(tex: str) -> float:
    """About how wide a piece is: commands count once, brackets not at all."""
    return sum(1 for sign in _TOKENS.findall(tex) if sign.strip() and sign not in "{}^_")


def _levels(tex: str) -> list[tuple[str, int]]:
    """Each sign of LaTeX with its depth in braces, ``\\left``…``\\right`` and environments."""
    level = 0
    found: list[tuple[str, int]] = []
    for sign in _TOKENS.findall(tex):
        if sign in {"}", "\\right", "\\end"}:
            level -= 1
        found.append(
            (sign, max(level, 1) if sign in {"{", "}", "\\left", "\\right", "\\begin", "\\end"} else level)
        )
        if sign in {"{", "\\left", "\\begin"}:
            level += 1
    return found
