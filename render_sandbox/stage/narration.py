r"""Narration in scenes: ``with self.say("Start with a <mark a/>right triangle") as line:``.

The host has synthesised every line before the scene runs; here files are only played. A request's
``voice`` is null, or::

    {"voice": "espeak en", "duration_s": 12.3,
     "lines": {KEY: {"file": "voice/KEY.wav", "text": "Start with a right triangle",
                     "duration_s": 2.1, "words": [[0.0, "Start"], …], "marks": {"a": 0.71}}}}

``KEY`` is :func:`line_key` of the text as the scene says it. Times are seconds from the line's start.
A line that isn't in the table (no voice, or a text made while the scene runs) lasts as long as it
takes to read. Either way it becomes a caption of the report.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from manim import Scene, config

__all__ = [
    "SpokenLine",
    "captions",
    "install",
    "line_key",
    "mean_silence",
    "meant_silence_s",
    "reading_time",
    "say",
]

BREATH = 0.3
"""Seconds of silence after a line."""

_MARK = re.compile(r"<mark\s+(?:name=)?[\"']?([A-Za-z0-9_-]+)[\"']?\s*/?>")
_WORDS_PER_SECOND = 2.6
_WIDE_SIGNS_PER_SECOND = 5.0


@dataclass(slots=True)
class _Narration:
    """What this process knows of its one scene's narration."""

    folder: Path = field(default_factory=Path)
    lines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    captions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    line: SpokenLine | None = None
    """The one that is being said."""
    meant_silence_s: float = 0.0


_current = _Narration()


def install(voice: Mapping[str, Any] | None, folder: Path) -> None:
    """Give every Scene ``say``; ``voice`` is the request's, its files lie below ``folder``."""
    _current.folder = folder
    _current.lines = (voice or {}).get("lines") or {}
    _current.captions = []
    _current.line = None
    _current.meant_silence_s = 0.0
    target: Any = Scene
    target.say = say


def captions() -> list[dict[str, Any]]:
    """The lines said so far: ``start_s``, ``end_s``, ``text`` and ``words`` as [second, word]."""
    return list(_current.captions)


def mean_silence(seconds: float) -> None:
    """Say that so much of the scene is silent on purpose, as time to think is."""
    _current.meant_silence_s += seconds


def meant_silence_s() -> float:
    """Seconds of the scene that are silent on purpose, so far."""
    return _current.meant_silence_s


def line_key(text: str) -> str:
    """The name of a line: the same for texts that differ in white space only."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def reading_time(text: str) -> float:
    """Seconds that a text takes to say calmly, 0.8 at least."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    narrow = "".join(" " if unicodedata.east_asian_width(sign) in "WF" else sign for sign in text)
    words = sum(max(1.0, len(word) / 9) for word in narrow.split())
    pauses = 0.25 * sum(text.count(sign) for sign in ".!?;:。！？")
    return max(0.8, words / _WORDS_PER_SECOND + wide / _WIDE_SIGNS_PER_SECOND + pauses)


class SpokenLine:
    """A line that is being said. Times are seconds from its start."""

    def __init__(self, scene: Scene, text: str) -> None:
        self._scene = scene
        self._begun = float(scene.time)
        pieces = _MARK.split(text)
        self.text = " ".join("".join(pieces[::2]).split())
        known = _current.lines.get(line_key(text))
        self.file = None if known is None else _current.folder / str(known["file"])
        if known is None:
            self.duration = reading_time(self.text)
            self.marks = _read_marks(pieces, self.duration)
            self.words = _read_words(self.text, self.duration)
        else:
            self.duration = float(known["duration_s"])
            self.marks = {str(name): float(at) for name, at in known["marks"].items()}
            self.words = [(float(at), str(word)) for at, word in known["words"]]

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
        # Less than half a frame is no wait, and more than that a whole one: manim knows nothing between.
        frame = 1 / float(config.frame_rate)
        left = at - self.elapsed
        if left >= frame / 2:
            self._scene.wait(max(left, frame))

    def caption(self) -> dict[str, Any]:
        """The line as the report has it, in seconds from the scene's start."""
        return {
            "start_s": round(self._begun, 3),
            "end_s": round(self._begun + self.duration, 3),
            "text": self.text,
            "words": [[round(self._begun + at, 3), word] for at, word in self.words],
        }


@contextmanager
def say(self: Scene, text: str) -> Generator[SpokenLine]:
    """Say ``text`` while the body of the ``with`` plays, and wait for its end.

    ``<mark a/>`` in the text names the moment at which the next word begins: ``line.until("a")``.
    A line within a line begins when that one ends: nobody speaks twice at once.
    """
    around = _current.line
    if around is not None:
        around.until(around.duration + BREATH)
    line = _current.line = SpokenLine(self, text)
    if line.text:
        _current.captions.append(line.caption())
    if line.file is not None:
        self.add_sound(str(line.file))
    try:
        yield line
    finally:
        _current.line = around
    line.until(line.duration + BREATH)


def _read_marks(pieces: list[str], duration: float) -> dict[str, float]:
    """Marks by the share of the text before them."""
    length = max(1, sum(map(len, pieces[::2])))
    marks: dict[str, float] = {}
    said = 0
    for before, name in zip(pieces[::2], pieces[1::2], strict=False):
        said += len(before)
        marks[name] = duration * said / length
    return marks


def _read_words(text: str, duration: float) -> list[tuple[float, str]]:
    """Words by the share of the text before them."""
    found = [(match.start(), match.group()) for match in re.finditer(r"\S+", text)]
    return [(duration * start / max(1, len(text)), word) for start, word in found]
