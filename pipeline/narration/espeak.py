"""espeak-ng: always at hand, quick, robotic; it reports the time of each word itself."""

from __future__ import annotations

import json
import re
import sys
from itertools import accumulate
from pathlib import Path

import numpy as np

from pipeline.narration.program import run_program
from pipeline.narration.sound import from_pcm
from pipeline.narration.voice import Speech

__all__ = ["EspeakVoice"]

_PROGRAM = Path(__file__).with_name("espeak_program.py")
_WORDS_PER_MINUTE = 160
_INSTALL = "Install espeak-ng (apt install espeak-ng, brew install espeak-ng), or set the voice to none."


class EspeakVoice:
    """A voice of espeak-ng: a language (``en``, ``de``), or one with a variant (``en-us+f3``)."""

    def __init__(self, name: str = "en", *, speed: float = 1.0) -> None:
        self.name = name
        self.words_per_minute = round(_WORDS_PER_MINUTE * speed)

    @property
    def identity(self) -> str:
        """Name and speed."""
        return f"espeak {self.name} {self.words_per_minute}"

    async def speak(self, text: str) -> Speech:
        """Say ``text``. Raises ``VoiceMissing`` or ``VoiceFailed``."""
        request = {"text": text, "voice": self.name, "words_per_minute": self.words_per_minute}
        out = await run_program(
            [sys.executable, "-I", str(_PROGRAM)], json.dumps(request).encode(), install=_INSTALL
        )
        head, _, pcm = out.partition(b"\n")
        answer = json.loads(head)
        events = [(int(place), float(second)) for place, second in answer["words"]]
        samples = from_pcm(pcm, int(answer["rate"]))
        return Speech(samples, _word_times(text, events))


def _word_times(text: str, events: list[tuple[int, float]]) -> tuple[float, ...]:
    """For each word the first event within it; espeak reads ``3.14`` as several words, ``–`` as none."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    first = {
        index: min(seconds)
        for index, (start, end) in enumerate(spans)
        if (seconds := [second for place, second in events if start <= place < end])
    }
    if not first:
        return tuple(0.0 for _ in spans)
    at = np.interp(range(len(spans)), list(first), list(first.values()))
    return tuple(accumulate((float(second) for second in at), max))
