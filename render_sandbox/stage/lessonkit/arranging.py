"""Where blocks go: together if they fit at a readable size, else one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .block import Block, Page
from .fitting import require_legible
from .frame import Area, body_size, is_wide, unit

__all__ = ["Beat", "plan"]

_SCALES = (1.7, 1.55, 1.4, 1.25, 1.12, 1.0, 0.9, 0.8)
_MAY_BREAK = 1.25
"""Up to here type may grow at the cost of more lines; beyond, only where every line stays whole."""
_SMALLEST = 0.72
_HOPELESS = 1.3
"""How much too high a text may look, judged by its usual size, to be tried at another one."""
_BESIDE_FIGURE = 1.15
"""The most that texts grow above or below a figure."""
_LOOSENED = 0.5
"""The share of the free room that goes between rows, so far as they may be apart."""
_FIGURES = 0.58
"""The share of the width that figures have beside texts."""
_FIGURE = 2.8
"""What a figure needs in height to share a picture."""


@dataclass
class Beat:
    """Pages that are seen together, in the order of their blocks, where they stand."""

    pages: list[tuple[Block, Page]]


def plan(blocks: Sequence[Block], area: Area) -> list[Beat]:
    """Give each block its pages and their places; the beats in which they are seen.

    Raises ``TooMuch`` where a block can neither be read in one picture nor be split.
    """
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
        require_legible(block, drawn[id(block)])
        block.set_pages(drawn[id(block)])
    return beats


def _together(blocks: list[Block], area: Area) -> list[tuple[Block, Page]] | None:
    """All of them in one picture, or None where that is too tight."""
    figures = [block for block in blocks if block.kind == "figure"]
    texts = [block for block in blocks if block.kind != "figure"]
    if figures and any(block.kind == "text" for block in texts) and is_wide():
        for scale in _sizes(blocks):
            placed = _columns(texts, figures, blocks, area, scale)
            if placed:
                return placed
    formulas = [block for block in blocks if block.kind == "formula"]
    if not figures and len(formulas) == 1 and len(blocks) == 2 and blocks[0].kind == "text" and is_wide():
        for scale in (one for one in _sizes(blocks) if one >= 1):
            placed = _beside(blocks[0], formulas[0], area, scale)
            if placed:
                return placed
    natural = sum(block.natural_height(area) for block in texts)
    for scale in _sizes(blocks) if len(blocks) > 1 else (*_sizes(blocks), _SMALLEST):
        if scale <= 1 and natural * scale**1.5 > _HOPELESS * area.height:
            continue
        placed = _stack(blocks, area, scale)
        if placed:
            return placed
    return None


def _sizes(blocks: Sequence[Block]) -> list[float]:
    """Every scale, from large to small, at which one of the blocks looks different."""
    kept: dict[tuple[float, ...], float] = {}
    for scale in _SCALES:
        kept.setdefault(tuple(min(scale, block.largest) for block in blocks), scale)
    return list(kept.values())


def _may_grow(blocks: list[Block], figures: list[Block], area: Area, scale: float) -> bool:
    """Whether type of a size beyond the usual may fit: told without drawing it."""
    if figures and len(blocks) > 1 and scale > _BESIDE_FIGURE:
        return False
    texts = [block for block in blocks if block.kind != "figure"]
    least = sum(block.natural_height(area) * min(scale, block.largest) for block in texts)
    return least <= min(block.fullest for block in blocks) * area.height


def _columns(
    texts: list[Block], figures: list[Block], blocks: list[Block], area: Area, scale: float
) -> list[tuple[Block, Page]] | None:
    """Texts and figures side by side; what comes first is to the left, since pictures are read from there."""
    if len(figures) > 2:
        return None
    figures_lead = blocks[0] in figures
    left, right = area.columns(_FIGURES if figures_lead else 1 - _FIGURES, 0.7 * unit())
    first = _stack(texts, right if figures_lead else left, scale)
    second = _stack(figures, left if figures_lead else right, scale)
    if not first or not second:
        return None
    pages = {id(block): page for block, page in (*first, *second)}
    return [(block, pages[id(block)]) for block in blocks]


def _beside(text: Block, formula: Block, area: Area, scale: float) -> list[tuple[Block, Page]] | None:
    """A text with a formula to its right, where that takes none of the formula's size."""
    left, right = area.columns(0.54, 0.8 * unit())
    whole = formula.draw(area.width, area.height, min(scale, formula.largest))
    narrow = formula.draw(right.width, right.height, min(scale, formula.largest))
    if len(whole) != 1 or len(narrow) != 1 or narrow[0].width < 0.99 * whole[0].width:
        return None
    first, second = _stack([text], left, scale), _stack([formula], right, scale)
    return [*first, *second] if first and second else None


def _stack(blocks: list[Block], area: Area, scale: float) -> list[tuple[Block, Page]] | None:
    """One below the other."""
    gap = 1.1 * body_size()
    room = area.height - gap * (len(blocks) - 1)
    figures = [block for block in blocks if block.kind == "figure"]
    if scale > 1 and not _may_grow(blocks, figures, area, scale):
        return None
    pages: dict[int, Page] = {}
    for block in blocks:
        if block.kind != "figure":
            page = _one_page(block, area.width, area.height, scale)
            if page is None or (
                scale > _MAY_BREAK and block.keeps_lines and _has_broken(block, page, area, scale)
            ):
                return None
            pages[id(block)] = page
            room -= page.height
    fullest = min(block.fullest for block in blocks)
    if scale > 1 and not figures and area.height - room > fullest * area.height:
        return None
    least = _FIGURE * unit() * len(figures) * (1.5 if scale > 1 else 1)
    if room < (least if len(blocks) > 1 else 0):
        return None
    for block in figures:
        share = room / len(figures)
        page = _one_page(block, area.width, share, scale)
        if page is None or (scale > 1 and not block.fills and page.height > block.fullest * share):
            return None
        pages[id(block)] = page
    placed = [(block, pages[id(block)]) for block in blocks]
    _put(placed, area)
    return placed


def _one_page(block: Block, width: float, height: float, scale: float) -> Page | None:
    drawn = block.draw(width, height, min(scale, block.largest))
    return drawn[0] if len(drawn) == 1 else None


def _has_broken(block: Block, page: Page, area: Area, scale: float) -> bool:
    """Whether a text has more lines than at its usual size."""
    return page.height > 1.02 * min(scale, block.largest) * block.natural_height(area)


def _put(placed: list[tuple[Block, Page]], area: Area) -> None:
    """Move pages to their places: spread a little, and a little above the middle."""
    total = sum(page.height for _, page in placed)
    free = max(0.0, area.height - total)
    count = len(placed) - 1
    gap = min(2.2 * body_size(), free / (count + 1)) if count else 0.0
    gap = max(gap, min(1.1 * body_size(), free / count) if count else 0.0)
    free = max(0.0, free - gap * count)
    for _, page in placed:
        before = page.height
        page.loosen(_LOOSENED * free / len(placed))
        free -= page.height - before
    top = area.top - free * 0.42
    for block, page in placed:
        left = area.left if block.kind == "text" else area.center_x - page.width / 2
        page.move(left, top)
        top -= page.height + gap
