"""Piper: a neural voice by its command line (``pip install piper-tts`` apart from us, and a voice file).

Piper is under the GPL and is called as a program. It writes a WAV file; its command reports no word
times, so they are estimated from the sound's pauses and the length of words.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
from pathlib import Path

from pipeline.narration.align import estimated
from pipeline.narration.errors import VoiceMissing
from pipeline.narration.program import run_program
from pipeline.narration.sound import from_wav
from pipeline.narration.voice import Speech

__all__ = ["PiperVoice"]

_INSTALL = "Install Piper as a program (uv tool install piper-tts) and give a voice file (.onnx)."


class PiperVoice:
    """A voice file of Piper. ``program`` is the command, by default ``piper`` on the path."""

    def __init__(self, model: str, *, speed: float = 1.0, program: str = "piper") -> None:
        found = shutil.which(program)
        if found is None:
            raise VoiceMissing(f"The program {program} isn't there.", fix=_INSTALL)
        if not Path(model).is_file():
            raise VoiceMissing(f"There is no Piper voice at {model!r}.", fix=_INSTALL)
        self.program = found
        self.model = Path(model)
        self.speed = speed
        self._digest = hashlib.sha256(self.model.read_bytes()).hexdigest()[:16]

    @property
    def identity(self) -> str:
        """The voice file's content and the speed."""
        return f"piper {self._digest} {self.speed:g}"

    async def speak(self, text: str) -> Speech:
        """Say ``text``. Raises ``VoiceFailed``."""
        with tempfile.TemporaryDirectory(prefix="proofreel-piper-") as folder:
            wav = Path(folder) / "line.wav"
            command = [self.program, "--model", str(self.model), "--length-scale", f"{1 / self.speed:.4f}"]
            await run_program([*command, "--output_file", str(wav)], text.encode(), install=_INSTALL)
            data = await asyncio.to_thread(wav.read_bytes)
        samples = from_wav(data)
        return Speech(samples, estimated(text.split(), samples))
