"""What gives a title card its character: a quiet motif of the theme, in the corner that is left free."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Arc, Circle, Dot, Sector, VGroup, VMobject, config

from .frame import unit
from .theme import Theme, current_theme

__all__ = ["corner_ornament"]

_LARGEST, _LEAST = 2.9, 1.1
"""Radius in units of the frame; below the least there is none."""
_AWAY = 0.35
"""What the words keep free around them."""


def corner_ornament(lowest: float) -> VGroup:
    """The motif of the current theme in the lower right corner, below y = ``lowest``; empty if too tight."""
    theme = current_theme()
    right, bottom = float(config.frame_width) / 2, -float(config.frame_height) / 2
    radius = min(_LARGEST, 0.34 * float(config.frame_width), lowest - bottom - _AWAY)
    if radius < _LEAST:
        return VGroup()
    drawn = _MOTIFS[theme.motif](theme, radius)
    return drawn.shift((right, bottom, 0))


def _quarter(radius: float, color: str, weight: float) -> Arc:
    """A quarter of a circle around the corner, within the frame."""
    arc = Arc(radius=radius, start_angle=np.pi / 2, angle=np.pi / 2)
    return arc.set_stroke(color, weight * unit())


def _orbits(theme: Theme, radius: float) -> VGroup:
    group = VGroup(*[_quarter(share * radius, theme.rule, 2.5) for share in (0.42, 0.7, 1.0)])
    for share, angle, size, color in ((0.42, 2.0, 0.1, 2), (0.7, 2.62, 0.13, 1), (1.0, 2.1, 0.085, 0)):
        at = share * radius * np.array((np.cos(angle), np.sin(angle), 0))
        group.add(Dot(at, radius=size * unit(), color=theme.accents[color]))
    return group


def _discs(theme: Theme, radius: float) -> VGroup:
    return VGroup(
        *[
            Sector(radius=share * radius, start_angle=np.pi / 2, angle=np.pi / 2)
            .set_fill(theme.accents[number], opacity)
            .set_stroke(width=0)
            for number, (share, opacity) in enumerate(((1.0, 0.09), (0.68, 0.12), (0.36, 0.2)))
        ]
    )


def _waves(theme: Theme, radius: float) -> VGroup:
    group = VGroup()
    across = np.linspace(-1.45 * radius, 0, 60)
    for number in range(4):
        fading = np.clip((across + 1.45 * radius) / (0.8 * radius), 0, 1)
        up = 0.16 * radius * (1 + 1.25 * number) + 0.09 * radius * fading * np.sin(
            5.2 * across / radius + 0.7 * number
        )
        line = VMobject().set_points_smoothly(np.column_stack([across, up, np.zeros_like(up)]))
        group.add(line.set_stroke(theme.accent if number == 2 else theme.rule, 3 * unit(), 0.9))
    return group


def _engraving(theme: Theme, radius: float) -> VGroup:
    group = VGroup(*[_quarter(share * radius, theme.rule, 2) for share in np.linspace(0.3, 1.0, 9)])
    # Filled, since a line through an empty ring reads as "forbidden".
    seal = Circle(radius=0.18 * radius).set_fill(theme.background, 1)
    seal.set_stroke(theme.accent, 5 * unit(), 0.85)
    return group.add(seal.move_to((-0.72 * radius, 0.72 * radius, 0)))


_MOTIFS: dict[str, Callable[[Theme, float], VGroup]] = {
    "orbits": _orbits,
    "discs": _discs,
    "waves": _waves,
    "engraving": _engraving,
}
