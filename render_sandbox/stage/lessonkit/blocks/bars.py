"""Horizontal bars: labels of any length stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import LEFT, RIGHT, Animation, FadeIn, Group, GrowFromEdge, Rectangle, rate_functions

from ..block import Page, Part, fade_in
from ..motion import APPEAR, EASE
from ..prose import Prose
from ..scale import number_text
from ..shapes import hairline
from ..theme import current_theme

__all__ = ["draw_bars"]

_AT_THE_END = rate_functions.squish_rate_func(EASE, 0.55, 1.0)
"""A number comes when its bar has nearly reached it."""
_PITCH = 2.6
"""From bar to bar, in em, where there is room."""


def draw_bars(bars: Sequence[tuple[str, float]], width: float, height: float, size: float, name: str) -> Page:
    """A page of bars from a common zero line, each with its label and its number."""
    theme = current_theme()
    size *= 1.3
    labels = [Prose(label, size=size, width=0.32 * width, align="right") for label, _ in bars]
    values = [Prose(number_text(value), size=size, color=theme.muted) for _, value in bars]
    left = max(float(label.width) for label in labels) + 0.7 * size
    reach = max(float(value.width) for value in values) + 0.6 * size
    low, high = min(0.0, *(value for _, value in bars)), max(0.0, *(value for _, value in bars))
    start = left + (reach if low < 0 else 0.0)
    end = max(width - reach, start + 0.1)
    per_unit = (end - start) / ((high - low) or 1.0)
    zero = start - low * per_unit
    title = Prose(name, size=size, width=width, color=theme.muted) if name else None
    top = title.box_height + 0.4 * size if title else 0.0
    tallest = max(label.box_height for label in labels)
    pitch = min(max(tallest + 0.8 * size, _PITCH * size), (height - top) / len(bars))
    factor = min(1.0, pitch / (tallest + 0.1 * size))
    group = Group()
    page = Page(group, width, top + pitch * len(bars))
    axis = hairline((zero, -top), (zero, -page.height), color=theme.muted, weight=2.5)
    group.add(axis)
    first: list[Group] = [Group(axis)]
    if title:
        title.place_ink(left=0, top=0)
        group.add(title)
        first.append(Group(title))
    page.parts.append(Part(lambda: [fade_in(one) for one in first], name))
    for number, (_, value) in enumerate(bars):
        y = -top - (number + 0.5) * pitch
        label, figure = labels[number], values[number]
        lifts = [factor * _lift(text) for text in (label, figure)]
        for text in (label, figure):
            if factor < 1:
                text.scale(factor)
        bar = Rectangle(width=max(abs(value) * per_unit, 0.012), height=0.56 * pitch)
        bar.set_fill(theme.accents[0] if value >= 0 else theme.accents[1], 0.9).set_stroke(width=0)
        bar.move_to((zero + value * per_unit / 2, y, 0))
        label.move_to((left - 0.7 * size - label.width / 2, y + lifts[0], 0))
        beside = 0.35 * size + figure.width / 2
        tip = zero + value * per_unit
        figure.move_to((tip + beside if value >= 0 else tip - beside, y + lifts[1], 0))
        group.add(label, bar, figure)
        page.parts.append(Part(_grow(label, bar, figure, right=value >= 0), f"{label.text} {figure.text}"))
    return page


def _lift(text: Prose) -> float:
    """From the middle of a new text's line up to that of its ink: no letter's tail is to lift its word."""
    return float(text.get_center()[1]) - (text.top + text.bottom) / 2


def _grow(label: Prose, bar: Rectangle, figure: Prose, *, right: bool) -> Callable[[], list[Animation]]:
    def enter() -> list[Animation]:
        return [
            fade_in(label),
            GrowFromEdge(bar, LEFT if right else RIGHT, run_time=1.4 * APPEAR, rate_func=EASE),
            FadeIn(figure, run_time=1.4 * APPEAR, rate_func=_AT_THE_END),
        ]

    return enter
