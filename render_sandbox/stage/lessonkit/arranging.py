"""Where blocks go: together if they fit at a readable size, else one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .block import Block, Page
from .frame import Area, body_size, is_wide, unit

__all__ = ["Beat", "plan"]

_SCALES = (1.3, 1.15, 1.0, 0.9, 0.8)
_AIRY = 0.7
"""Type grows beyond its usual size only while the picture stays this empty."""
_SMALLEST = 0.72
_HOPELESS = 1.3
"""How much too high a text may look, judged by its usual size, to be tried at another one."""
_FIGURE = 2.8
"""What a figure needs in height to share a picture."""


@dataclass
class Beat:
    """Pages that are seen together, in the order of their blocks, where they stand."""

    pages: list[tuple[Block, Page]]


def plan(blocks: Sequence[Block], area: Area) -> list[Beat]:
    """Give each block its pages and their places; the beats in which they are seen."""
    left = list(blocks)
    beats: list[Beat] = []
    drawn: dict[int, list[Page]] = {}
    while left:
        for count in range(min(len(left), 4), 0, -1):
            together = _together(left[:count], area)
            if together:
                beats.append(Beat(together))
                for block, page in together:
                    drawn[id(block)] = [page]
                left = left[count:]
                break
        else:
            block = left.pop(0)
            drawn[id(block)] = block.draw(area.width, area.height, _SMALLEST)
            for page in drawn[id(block)]:
                _put([(block, page)], area)
                beats.append(Beat([(block, page)]))
    for block in blocks:
        block.set_pages(drawn[id(block)])
    return beats


def _together(blocks: list[Block], area: Area) -> list[tuple[Block, Page]] | None:
    """All of them in one picture, or None where that is too tight."""
    figures = [block for block in blocks if block.kind == "figure"]
    texts = [block for block in blocks if block.kind != "figure"]
    if figures and any(block.kind == "text" for block in texts) and is_wide():
        for scale in _SCALES:
            placed = _columns(texts, figures, blocks, area, scale)
            if placed:
                return placed
    formulas = [block for block in blocks if block.kind == "formula"]
    if not figures and len(formulas) == 1 and len(blocks) == 2 and blocks[0].kind == "text" and is_wide():
        for scale in _SCALES[:3]:
            placed = _beside(blocks[0], formulas[0], area, scale)
            if placed:
                return placed
    natural = _natural_height(texts, area)
    for scale in _SCALES if len(blocks) > 1 else (*_SCALES, _SMALLEST):
        if natural * scale**1.5 > _HOPELESS * area.height:
            continue
        placed = _stack(blocks, area, scale)
        if placed:
            return placed
    return None


def _natural_height(texts: list[Block], area: Area) -> float:
    """How high the texts are at their usual size, one below the other."""
    return sum(page.height for block in texts for page in block.draw(area.width, area.height, 1.0))


def _columns(
    texts: list[Block], figures: list[Block], blocks: list[Block], area: Area, scale: float
) -> list[tuple[Block, Page]] | None:
    """Texts to the left, figures to the right."""
    if len(figures) > 2:
        return None
    left, right = area.columns(0.42, 0.7 * unit())
    first = _stack(texts, left, scale)
    second = _stack(figures, right, scale)
    if not first or not second:
        return None
    pages = {id(block): page for block, page in (*first, *second)}
    return [(block, pages[id(block)]) for block in blocks]


def _beside(text: Block, formula: Block, area: Area, scale: float) -> list[tuple[Block, Page]] | None:
    """A text with a formula to its right, where that takes none of the formula's size."""
    left, right = area.columns(0.54, 0.8 * unit())
    whole = formula.draw(area.width, area.height, scale)
    narrow = formula.draw(right.width, right.height, scale)
    if len(whole) != 1 or len(narrow) != 1 or narrow[0].width < 0.99 * whole[0].width:
        return None
    first, second = _stack([text], left, scale), _stack([formula], right, scale)
    return [*first, *second] if first and second else None


def _stack(blocks: list[Block], area: Area, scale: float) -> list[tuple[Block, Page]] | None:
    """One below the other."""
    gap = 1.1 * body_size()
    room = area.height - gap * (len(blocks) - 1)
    figures = [block for block in blocks if block.kind == "figure"]
    pages: dict[int, Page] = {}
    for block in blocks:
        if block.kind != "figure":
            drawn = block.draw(area.width, area.height, scale)
            if len(drawn) != 1:
                return None
            pages[id(block)] = drawn[0]
            room -= drawn[0].height
    if scale > 1 and not figures and area.height - room > _AIRY * area.height:
        return None
    if scale > 1.15 and figures:
        return None
    if scale > 1 and figures and len(blocks) > 1 and room < 1.5 * _FIGURE * unit() * len(figures):
        return None
    if room < (_FIGURE * unit() * len(figures) if len(blocks) > 1 else 0):
        return None
    for block in figures:
        drawn = block.draw(area.width, room / len(figures), scale)
        if len(drawn) != 1:
            return None
        pages[id(block)] = drawn[0]
    placed = [(block, pages[id(block)]) for block in blocks]
    _put(placed, area)
    return placed


def _put(placed: list[tuple[Block, Page]], area: Area) -> None:
    """Move pages to their places: spread a little, and a little above the middle."""
    total = sum(page.height for _, page in placed)
    free = max(0.0, area.height - total)
    count = len(placed) - 1
    gap = min(2.2 * body_size(), free / (count + 1)) if count else 0.0
    gap = max(gap, min(1.1 * body_size(), free / count) if count else 0.0)
    top = area.top - max(0.0, free - gap * count) * 0.42
    for block, page in placed:
        left = area.left if block.kind == "text" else area.center_x - page.width / 2
        page.move(left, top)
        top -= page.height + gap
