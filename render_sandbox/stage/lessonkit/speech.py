"""Narration in the kit's scenes: a line lasts as long as its voice, or as long as it takes to read."""

from __future__ import annotations

from manim import Scene

from ..narration import SpokenLine, mean_silence, reading_time, say

__all__ = ["Narrated", "SpokenLine", "mean_silence", "reading_time"]


class Narrated(Scene):
    """A scene whose pictures keep time with narration: ``with self.say("…") as line:``."""

    say = say
