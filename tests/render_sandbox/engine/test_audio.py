"""The sound of a chunk: silence costs nothing and is what the encoder would have written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from av.codec.context import CodecContext

from render_sandbox.stage.engine.audio import AUDIO_LAYOUT, SAMPLE_RATE, Mix, encode


def packets_of(mix: Mix, total: int) -> list[tuple[Any, ...]]:
    context: Any = CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = SAMPLE_RATE, AUDIO_LAYOUT, "fltp"
    context.time_base = Fraction(1, SAMPLE_RATE)
    return [
        (p.pts, p.dts, p.duration, p.time_base, p.is_keyframe, bytes(p)) for p in encode(context, mix, total)
    ]


@pytest.mark.parametrize("total", [1, 1000, 1024, 1025, 48_000, 100_003])
def test_silence_is_what_the_encoder_makes_of_it(total):
    quiet = Mix()
    quiet.add(np.zeros((2, 1), np.float32), 0.0)

    assert packets_of(Mix(), total) == packets_of(quiet, total)
