"""Piper: a neural voice, installed apart from us as a program, with a voice file.

Piper is under the GPL and runs in processes of its own. Where its command is a Python script (``uv tool
install piper-tts``) its interpreter serves ``piper_program``, which reports word times if the voice file
was patched for it (``python -m piper.patch_voice_with_alignment VOICE.onnx``). Otherwise, and with any
other command ``piper``, times are estimated from the sound's pauses and the length of words.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from pipeline.narration.align import estimated
from pipeline.narration.errors import VoiceMissing
from pipeline.narration.program import run_program
from pipeline.narration.sound import from_pcm, from_wav
from pipeline.narration.voice import Speech

__all__ = ["PiperVoice"]

_PROGRAM = Path(__file__).with_name("piper_program.py")
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
        self._interpreter = _interpreter(self.program)
        self._digest = hashlib.sha256(self.model.read_bytes()).hexdigest()[:16]

    @property
    def identity(self) -> str:
        """The voice file's content and the speed."""
        return f"piper {self._digest} {self.speed:g}"

    async def speak(self, text: str) -> Speech:
        """Say ``text``. Raises ``VoiceFailed``."""
        if self._interpreter is not None:
            return await self._aligned(text, self._interpreter)
        with tempfile.TemporaryDirectory(prefix="proofreel-piper-") as folder:
            wav = Path(folder) / "line.wav"
            command = [self.program, "--model", str(self.model), "--length-scale", f"{1 / self.speed:.4f}"]
            await run_program([*command, "--output_file", str(wav)], text.encode(), install=_INSTALL)
            data = await asyncio.to_thread(wav.read_bytes)
        samples = from_wav(data)
        return Speech(samples, estimated(text.split(), samples))

    async def _aligned(self, text: str, interpreter: str) -> Speech:
        request = {"text": text, "model": str(self.model), "length_scale": 1 / self.speed}
        command = [interpreter, "-I", str(_PROGRAM)]
        out = await run_program(command, json.dumps(request).encode(), install=_INSTALL)
        head, _, pcm = out.partition(b"\n")
        answer = json.loads(head)
        samples = from_pcm(pcm, int(answer["rate"]))
        sentences: list[list[float] | None] = answer["sentences"]
        starts = [second for sentence in sentences for second in sentence or ()]
        if None in sentences or not starts:
            return Speech(samples, estimated(text.split(), samples))
        return Speech(samples, _shared_out(text.split(), starts))


def _shared_out(words: Sequence[str], starts: Sequence[float]) -> tuple[float, ...]:
    """One time a word. Where more or fewer were spoken (``3.14`` is five), the share of letters decides."""
    if len(words) == len(starts):
        return tuple(starts)
    letters = [0, *accumulate(len(word) + 1 for word in words)]
    last = len(starts) - 1
    return tuple(starts[round(last * before / letters[-1])] for before in letters[:-1])


def _interpreter(program: str) -> str | None:
    """The Python of a script's first line, where it can import Piper's library; None for other programs."""
    with Path(program).open("rb") as file:
        first = file.readline(512)
    path = first[2:].strip().decode(errors="replace") if first.startswith(b"#!") else ""
    library = list(Path(path).parent.parent.glob("lib/python*/site-packages/piper/voice.py")) if path else []
    return path if library and Path(path).is_file() else None
