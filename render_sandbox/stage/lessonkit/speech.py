"""Time by words: a line of narration lasts as long as its voice, or as long as it takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from manim import Scene

from .motion import reading_time

__all__ = ["Narrated", "SpokenLine"]

_MARK = re.compile(r"<mark\s+([A-Za-z0-9_-]+)\s*/?>")
_BREATH = 0.3
"""Seconds of silence after a line."""


class SpokenLine:
    """A line that is being said. Times are seconds from its start."""

    def __init__(self, scene: Scene, text: str) -> None:
        self._scene = scene
        self._begun = float(scene.time)
        pieces = _MARK.split(text)
        self.text = " ".join("".join(pieces[::2]).split())
        self.duration = reading_time(self.text)
        length = max(1, sum(map(len, pieces[::2])))
        self.marks: dict[str, float] = {}
        said = 0
        for said_before, name in zip(pieces[::2], pieces[1::2], strict=False):
            said += len(said_before)
            self.marks[name] = self.duration * said / length

    @property
    def elapsed(self) -> float:
        """How long the line has been going on."""
        return float(self._scene.time) - self._begun

    def until(self, moment: str | float) -> None:
        """Wait for a mark or for a time; at once where it has passed."""
        if isinstance(moment, str) and moment not in self.marks:
            known = ", ".join(self.marks) or "none"
            raise ValueError(f"The line has no mark {moment!r}; it has {known}.")
        at = self.marks[moment] if isinstance(moment, str) else moment
        left = at - self.elapsed
        if left > 0.02:
            self._scene.wait(left)


class Narrated(Scene):
    """A scene whose pictures keep time with narration."""

    @contextmanager
    def say(self, text: str) -> Iterator[SpokenLine]:
        """Say a line while the body of the ``with`` plays, and wait for its end."""
        line = SpokenLine(self, text)
        yield line
        line.until(line.duration + _BREATH)
