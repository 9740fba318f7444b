"""The first blocks of a picture while they are alone in it: they have all of its room, and make way later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from manim import Animation, Group

from .block import Block, Page, changing
from .frame import Area
from .motion import MAKE_ROOM

__all__ = ["Solo", "alone"]

_GROWN = 1.3
_GROWN_TEXT = 1.18
"""How much larger than in company a block gets; texts less, since their type is at its best size already."""
_WORTH = 0.25
"""Shorter ways, in units of the frame, are not gone: nobody sees why something moves so little."""


@dataclass(frozen=True, slots=True)
class Solo:
    """Where blocks stand while they are alone, as a way from the place that they have in company."""

    group: Group
    factor: float
    way: tuple[float, float, float]

    def take_place(self) -> None:
        """Go there, before anything of it is seen."""
        self.group.scale(self.factor, about_point=(0, 0, 0)).shift(self.way)

    def make_way(self) -> Animation:
        """Go back to the place among others."""
        left, up, out = self.way
        moved: Any = changing(self.group, run_time=MAKE_ROOM).shift((-left, -up, -out))
        return moved.scale(1 / self.factor, about_point=(0, 0, 0)).build()


def alone(placed: Sequence[tuple[Block, Page]], area: Area) -> Solo | None:
    """Where these blocks stand in an area that they have for themselves; None if they may as well stay."""
    group = Group(*[page.mobject for _, page in placed])
    texts = all(block.kind == "text" for block, _ in placed)
    left, top = float(group.get_left()[0]), float(group.get_top()[1])
    width, height = float(group.width), float(group.height)
    fits = min(area.width / max(width, 1e-6), area.height / max(height, 1e-6))
    factor = max(1.0, min(_GROWN_TEXT if texts else _GROWN, fits))
    wanted_left = area.left if texts else area.center_x - factor * width / 2
    wanted_top = area.top - 0.42 * (area.height - factor * height)
    if abs(wanted_left - left) < _WORTH and abs(wanted_top - top) < _WORTH:
        return None
    return Solo(group, factor, (wanted_left - factor * left, wanted_top - factor * top, 0.0))
