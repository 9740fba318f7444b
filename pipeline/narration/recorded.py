"""A person's recording with its transcript: each line of the scene is cut out of it.

The transcript says when what is said: WebVTT or SRT cues, JSON words (``{"words": [{"word", "start"}]}``,
as speech recognisers write), or plain text, whose times are estimated from the recording's pauses.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from pipeline.narration.align import estimated, normal
from pipeline.narration.errors import TranscriptError, VoiceMissing
from pipeline.narration.program import run_program
from pipeline.narration.sound import RATE, Samples, from_pcm, from_wav
from pipeline.narration.voice import Speech

__all__ = ["RecordedVoice", "read_transcript"]

Timed = list[tuple[float, str]]

_CUE = re.compile(
    r"((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})[^\n]*\n(.*?)(?=\n\s*\n|\Z)",
    re.DOTALL,
)
_MARGIN_S = 0.05
_TAIL_S = 0.35
_FFMPEG = "Convert the recording to WAV, or install ffmpeg."


class RecordedVoice:
    """Speaks only what the recording holds. Sounds other than WAV are decoded by ffmpeg, a program."""

    def __init__(self, recording: Path, transcript: Path) -> None:
        for path in (recording, transcript):
            if not path.is_file():
                raise VoiceMissing(f"There is no file {path}.", fix="Check the path in the lesson.")
        self.recording = recording
        self.transcript = transcript
        contents = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (recording, transcript)]
        self._digest = hashlib.sha256("".join(contents).encode()).hexdigest()[:32]
        self._sound: asyncio.Task[Samples] | None = None

    @property
    def identity(self) -> str:
        """The content of both files."""
        return f"recorded {self._digest}"

    async def speak(self, text: str) -> Speech:
        """Cut ``text`` out of the recording. Raises ``TranscriptError`` where it isn't in there."""
        samples = await self._samples()
        timed = read_transcript(self.transcript.read_text(encoding="utf-8-sig"), samples)
        wanted = text.split()
        first = _place(wanted, timed)
        cut, following = timed[first : first + len(wanted)], timed[first + len(wanted) :]
        begin = max(0.0, cut[0][0] - _MARGIN_S)
        end = following[0][0] - _MARGIN_S if following else len(samples) / RATE
        piece = samples[round(begin * RATE) : round(max(begin, end) * RATE)]
        return Speech(_without_tail(piece), tuple(max(0.0, second - begin) for second, _ in cut))

    async def _samples(self) -> Samples:
        if self._sound is None:
            self._sound = asyncio.ensure_future(self._decode())
        return await asyncio.shield(self._sound)

    async def _decode(self) -> Samples:
        data = await asyncio.to_thread(self.recording.read_bytes)
        if data[:4] == b"RIFF":
            return await asyncio.to_thread(from_wav, data)
        command = [
            "ffmpeg",
            "-v",
            "error",
            "-i",
            str(self.recording),
            "-f",
            "s16le",
            "-ac",
            "1",
            "-ar",
            str(RATE),
            "-",
        ]
        return from_pcm(await run_program(command, b"", install=_FFMPEG), RATE)


def read_transcript(text: str, samples: Samples) -> Timed:
    """The words of a transcript with the second at which each begins. Raises ``TranscriptError``."""
    if text.lstrip().startswith(("{", "[")):
        return _from_json(text)
    cues = _CUE.findall(text.replace("\r\n", "\n"))
    if cues:
        return [word for start, end, said in cues for word in _spread(_seconds(start), _seconds(end), said)]
    words = text.split()
    if not words:
        raise TranscriptError("The transcript is empty.", fix="Write down what the recording says.")
    return list(zip(estimated(words, samples), words, strict=True))


def _from_json(text: str) -> Timed:
    try:
        data = json.loads(text)
        found = cast("list[dict[str, Any]]", data["words"] if isinstance(data, dict) else data)
        return [(float(word["start"]), str(word["word"]).strip()) for word in found]
    except (ValueError, KeyError, TypeError) as error:
        raise TranscriptError(
            "The transcript's JSON isn't a list of words.",
            fix='Give {"words": [{"word": "…", "start": 0.0}, …]}.',
        ) from error


def _seconds(stamp: str) -> float:
    parts = [float(part) for part in stamp.replace(",", ".").split(":")]
    return sum(part * 60**power for power, part in enumerate(reversed(parts)))


def _spread(start: float, end: float, said: str) -> Timed:
    words = re.sub(r"<[^>]*>", "", said).split()
    letters = np.cumsum([0, *(len(word) + 1 for word in words)])
    return [(start + (end - start) * float(letters[i] / letters[-1]), word) for i, word in enumerate(words)]


def _place(wanted: Sequence[str], timed: Timed) -> int:
    """Where the words stand in the transcript."""
    said, looked_for = [normal(word) for _, word in timed], [normal(word) for word in wanted]
    for first in range(len(said) - len(looked_for) + 1):
        if said[first : first + len(looked_for)] == looked_for:
            return first
    raise TranscriptError(
        f"The recording's transcript doesn't have the line {' '.join(wanted)[:120]!r}.",
        fix="Record it, or make the line's words those of the transcript.",
        line=" ".join(wanted),
    )


def _without_tail(samples: Samples) -> Samples:
    """Without the silence at the end, a breath apart."""
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[: int(loud[-1]) + round(_TAIL_S * RATE)] if len(loud) else samples
