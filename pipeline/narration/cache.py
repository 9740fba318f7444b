"""What has been spoken once is kept: a WAV file and its word times, named by voice and text."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from pipeline.narration.align import audible
from pipeline.narration.errors import VoiceFailed
from pipeline.narration.sound import from_wav, level, to_wav
from pipeline.narration.voice import Speech, Voice

__all__ = ["SpeechCache"]

_FORM = 1
"""Raised whenever the sound of the same text by the same voice changes."""


class SpeechCache:
    """Speech in ``folder``, levelled to −16 LUFS. Several processes may use one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def speak(self, voice: Voice, text: str) -> Speech:
        """``text`` from the folder, or from ``voice`` and kept. Raises what the voice raises."""
        name = hashlib.sha256(f"{_FORM}\0{voice.identity}\0{text}".encode()).hexdigest()
        kept = self._read(name)
        if kept is not None:
            return kept
        spoken = await voice.speak(text)
        speech = Speech(level(spoken.samples), audible(spoken.word_times, spoken.samples))
        self._write(name, speech)
        return speech

    def _read(self, name: str) -> Speech | None:
        try:
            times = json.loads((self.folder / f"{name}.json").read_text())["word_times"]
            samples = from_wav((self.folder / f"{name}.wav").read_bytes())
        except (OSError, ValueError, KeyError, VoiceFailed):
            return None
        return Speech(samples, tuple(float(second) for second in times))

    def _write(self, name: str, speech: Speech) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._put(f"{name}.wav", to_wav(speech.samples))
        self._put(f"{name}.json", json.dumps({"word_times": speech.word_times}).encode())

    def _put(self, name: str, data: bytes) -> None:
        """Whole or not at all: under its name only once it is written."""
        handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(self.folder / name)
