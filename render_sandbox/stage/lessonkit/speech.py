"""Scenes whose pictures keep time with words; how a line is said is the stage's :mod:`..narration`."""

from __future__ import annotations

from manim import Scene

from ..narration import SpokenLine, say

__all__ = ["Narrated", "SpokenLine"]


class Narrated(Scene):
    """A scene with ``say``: a line lasts as long as its voice, or as long as it takes to read."""

    say = say
