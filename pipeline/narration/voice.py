"""A voice: text in, sound and the times of its words out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pipeline.narration.engines import ENGINES
from pipeline.narration.errors import VoiceMissing
from pipeline.narration.sound import RATE, Samples

__all__ = ["Speech", "Voice", "VoiceSettings", "open_voice"]


@dataclass(frozen=True, slots=True)
class Speech:
    """A spoken text: its sound at 48 kHz and, for each of its words, the second at which it begins.

    Words are what white space separates; their times never fall.
    """

    samples: Samples
    word_times: tuple[float, ...]

    @property
    def duration_s(self) -> float:
        """Seconds from the first to the last sample."""
        return len(self.samples) / RATE


class Voice(Protocol):
    """Who speaks. Implementations are safe to use from several tasks at once."""

    @property
    def identity(self) -> str:
        """Everything that the sound of a text depends on, for the cache's key."""
        ...

    async def speak(self, text: str) -> Speech:
        """Say ``text`` (plain, one line). Raises ``NarrationError``'s branch."""
        ...


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """Which voice, and what it needs.

    ``name`` is a voice of the engine (espeak: a language or variant, Piper: a model file, HTTP: the
    provider's id). ``recording`` and ``transcript`` are the files of ``recorded``.
    """

    engine: str = "none"
    name: str = ""
    language: str = "en"
    speed: float = 1.0
    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    recording: Path | None = None
    transcript: Path | None = None


def open_voice(settings: VoiceSettings) -> Voice | None:
    """The voice of ``settings``; None for ``none``. Raises ``VoiceMissing`` for what isn't there."""
    if settings.engine == "none":
        return None
    makers: Mapping[str, Callable[[VoiceSettings], Voice]] = {
        "espeak": _espeak,
        "piper": _piper,
        "openai": _http,
        "elevenlabs": _http,
        "recorded": _recorded,
    }
    maker = makers.get(settings.engine)
    if maker is None:
        raise VoiceMissing(
            f"There is no voice engine {settings.engine!r}.", fix=f"Choose one of {', '.join(ENGINES)}."
        )
    return maker(settings)


def _espeak(settings: VoiceSettings) -> Voice:
    from pipeline.narration.espeak import EspeakVoice

    return EspeakVoice(settings.name or settings.language, speed=settings.speed)


def _piper(settings: VoiceSettings) -> Voice:
    from pipeline.narration.piper import PiperVoice

    return PiperVoice(settings.name, speed=settings.speed)


def _http(settings: VoiceSettings) -> Voice:
    from pipeline.narration.http import ElevenLabsVoice, OpenAIVoice

    kind = OpenAIVoice if settings.engine == "openai" else ElevenLabsVoice
    return kind(
        voice=settings.name, key=settings.key, url=settings.url, model=settings.model, speed=settings.speed
    )


def _recorded(settings: VoiceSettings) -> Voice:
    from pipeline.narration.recorded import RecordedVoice

    if settings.recording is None or settings.transcript is None:
        raise VoiceMissing(
            "A recorded voice needs a recording and its transcript.",
            fix="Give both: a WAV file, and WebVTT, SRT, JSON words or plain text.",
        )
    return RecordedVoice(settings.recording, settings.transcript)
