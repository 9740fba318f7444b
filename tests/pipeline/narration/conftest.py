"""Voices for tests: espeak-ng where it is installed, and one that beeps at known times."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from pipeline.narration.sound import RATE
from pipeline.narration.voice import Speech

WORD_S = 0.4
GAP_S = 0.2


class Beeper:
    """Each word is a tone of 0.4 s after 0.2 s of silence: its sound is known to the sample."""

    def __init__(self) -> None:
        self.spoken: list[str] = []

    identity = "beeper 1"

    async def speak(self, text: str) -> Speech:
        self.spoken.append(text)
        count = len(text.split())
        tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(WORD_S * RATE)) / RATE)
        silence = np.zeros(round(GAP_S * RATE))
        samples = np.concatenate([part for _ in range(count) for part in (silence, tone)])
        starts = tuple(GAP_S + index * (WORD_S + GAP_S) for index in range(count))
        return Speech(samples.astype(np.float32), starts)


@pytest.fixture
def beeper() -> Beeper:
    return Beeper()


@pytest.fixture
def espeak():
    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        pytest.skip("espeak-ng: apt install espeak-ng")
    from pipeline.narration.espeak import EspeakVoice

    return EspeakVoice("en")
