"""The numbers below an axis: as many as stand clearly apart, at even steps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .prose import Prose
from .scale import number_text
from .theme import current_theme

__all__ = ["numbers_below"]

_APART = 0.8
"""Between two numbers, in em."""
_ASIDE = 0.3
"""By what share of its width the last number may stand to the left of its tick, so that it isn't missing."""
_STRIDES = (1, 2, 5, 10, 20, 50)
_ODD_STRIDES = (3, 4, 6, 8)
"""Less usual, and taken where they number everything that matters."""


def numbers_below(
    ticks: Sequence[tuple[float, float]],
    *,
    size: float,
    top: float,
    right: float,
    matter: Sequence[float] = (),
) -> dict[int, Prose]:
    """Numbers under ticks, each given as (value, x), between x = 0 and ``right``; by the index of their tick.

    All of them where they stand apart, else every second, fifth, tenth… counted from zero; every third
    or so if that leaves none of the values out that ``matter``.
    """
    written = [Prose(number_text(value), size=size, color=current_theme().muted) for value, _ in ticks]
    zero = next((index for index, (value, _) in enumerate(ticks) if abs(value) < 1e-12), 0)
    told = {index for index, (value, _) in enumerate(ticks) if value in matter}
    usual: dict[int, Prose] = {}
    most = max(_STRIDES)
    for stride in sorted(_STRIDES + _ODD_STRIDES if told else _STRIDES):
        chosen = {
            index: number
            for index, number in enumerate(written)
            if (index - zero) % stride == 0 and _stands(number, ticks[index][1], top, right)
        }
        if _are_apart(list(chosen.values()), _APART * size):
            if told <= chosen.keys():
                return chosen
            if not usual and stride in _STRIDES:
                usual, most = chosen, 3 * stride
        if stride >= most:
            break
    return usual


def _stands(number: Prose, x: float, top: float, right: float) -> bool:
    """Put a number below its tick, if there is room for it."""
    half = float(number.width) / 2
    center = min(x, right - half)
    if x - center > _ASIDE * 2 * half or center - half < -0.001:
        return False
    number.place_ink(center=center, top=top)
    return True


def _are_apart(numbers: Sequence[Prose], gap: float) -> bool:
    return all(
        float(after.get_left()[0]) - float(before.get_right()[0]) >= gap
        for before, after in itertools.pairwise(numbers)
    )
