"""Every duration and easing of the kit, in one place. Seconds, unless named otherwise."""

from __future__ import annotations

from manim import rate_functions

__all__ = ["APPEAR", "CLOSE", "EASE", "LEAVE", "LINGER", "MAKE_ROOM", "MORPH", "TRACE"]

APPEAR = 0.6
"""Something comes in."""
LEAVE = 0.4
"""Something goes: quicker than it came."""
MORPH = 1.0
"""One thing becomes another."""
MAKE_ROOM = 0.8
"""What was alone moves aside for what comes next."""
TRACE = 1.2
"""A curve or a line is drawn."""
STAGGER = 0.18
"""Lag between the pieces of a group, as a share of a piece's duration."""
LINGER = 1.0
"""Still picture at a scene's end."""
CLOSE = 0.3
"""The last picture goes, so that no scene ends in a hard cut."""

EASE = rate_functions.ease_out_cubic
"""Fast start, soft landing: what moves by itself."""
