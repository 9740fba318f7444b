"""Every duration and easing of the kit, in one place. Seconds, unless named otherwise."""

from __future__ import annotations

import unicodedata

from manim import rate_functions

__all__ = ["APPEAR", "EASE", "LEAVE", "LINGER", "MORPH", "STAGGER", "TRACE", "reading_time"]

APPEAR = 0.6
"""Something comes in."""
LEAVE = 0.4
"""Something goes: quicker than it came."""
MORPH = 1.0
"""One thing becomes another."""
TRACE = 1.2
"""A curve or a line is drawn."""
STAGGER = 0.18
"""Lag between the pieces of a group, as a share of a piece's duration."""
LINGER = 1.0
"""Still picture at a scene's end."""

EASE = rate_functions.ease_out_cubic
"""Fast start, soft landing: what moves by itself."""

_WORDS_PER_SECOND = 2.6
_WIDE_SIGNS_PER_SECOND = 5.0


def reading_time(text: str) -> float:
    """Seconds that a text takes to say or to read calmly, 0.8 at least."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    narrow = "".join(" " if unicodedata.east_asian_width(sign) in "WF" else sign for sign in text)
    words = sum(max(1.0, len(word) / 9) for word in narrow.split())
    pauses = 0.25 * sum(text.count(sign) for sign in ".!?;:。！？")
    return max(0.8, words / _WORDS_PER_SECOND + wide / _WIDE_SIGNS_PER_SECOND + pauses)
