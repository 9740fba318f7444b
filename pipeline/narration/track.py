"""All lines of a scene, spoken: the table and the files that the stage plays.

The table is the ``voice`` of a render or rehearse request (see ``render_sandbox/stage/narration.py``):
``{"voice", "duration_s", "lines": {key: {"file", "text", "duration_s", "words", "marks"}}}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.narration.cache import SpeechCache
from pipeline.narration.script import Line, lines
from pipeline.narration.sound import to_wav
from pipeline.narration.voice import Speech, Voice

__all__ = ["Track", "narrate"]


@dataclass(frozen=True, slots=True)
class Track:
    """``table`` goes into the request as ``voice``, ``files`` to the job's files."""

    table: dict[str, Any]
    files: dict[str, bytes]


async def narrate(code: str, voice: Voice | None, cache: SpeechCache) -> Track | None:
    """Speak every line of a scene's code; None where there is no voice or nothing to say.

    Raises ``NarrationError``'s branch.
    """
    if voice is None:
        return None
    rows: dict[str, dict[str, Any]] = {}
    files: dict[str, bytes] = {}
    for line in lines(code):
        speech = await cache.speak(voice, line.text)
        name = f"voice/{line.key}.wav"
        files[name] = to_wav(speech.samples)
        rows[line.key] = _row(line, speech, name)
    if not rows:
        return None
    duration = sum(float(row["duration_s"]) for row in rows.values())
    return Track({"voice": voice.identity, "duration_s": round(duration, 3), "lines": rows}, files)


def _row(line: Line, speech: Speech, name: str) -> dict[str, Any]:
    times = [*speech.word_times, speech.duration_s]
    return {
        "file": name,
        "text": line.text,
        "duration_s": round(speech.duration_s, 3),
        "words": [[round(at, 3), word] for at, word in zip(speech.word_times, line.words, strict=True)],
        "marks": {mark: round(times[min(index, len(times) - 1)], 3) for mark, index in line.marks},
    }
