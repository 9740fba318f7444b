"""The few shapes that blocks share."""

from __future__ import annotations

from manim import Line, RoundedRectangle

from .frame import unit
from .theme import current_theme

__all__ = ["hairline", "panel", "pill"]


def panel(width: float, height: float, *, edge: str | None = None) -> RoundedRectangle:
    """A surface with soft corners, its upper left corner at the origin."""
    theme = current_theme()
    corner = min(0.16 * unit(), width / 3, height / 3)
    shape = RoundedRectangle(width=width, height=height, corner_radius=corner)
    shape.set_fill(theme.surface, 1).set_stroke(edge or theme.rule, (2.5 if edge else 1.2) * unit())
    return shape.move_to((width / 2, -height / 2, 0))


def pill(width: float, height: float, color: str, *, fill: float = 0.16) -> RoundedRectangle:
    """A tinted, outlined shape around a label, centred at the origin."""
    shape = RoundedRectangle(width=width, height=height, corner_radius=0.499 * min(width, height))
    return shape.set_fill(color, fill).set_stroke(color, 2.5 * unit())


def hairline(
    start: tuple[float, float], end: tuple[float, float], *, color: str | None = None, weight: float = 1.5
) -> Line:
    """A thin rule."""
    line = Line((*start, 0), (*end, 0))
    return line.set_stroke(color or current_theme().rule, weight * unit())
