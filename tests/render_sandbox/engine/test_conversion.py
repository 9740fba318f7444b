"""Converting only what changed gives the numbers of converting everything."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from render_sandbox.stage.engine.conversion import Converter
from render_sandbox.stage.engine.profiles import VideoFormat


@pytest.mark.parametrize(("width", "height"), [(854, 480), (322, 182), (64, 36), (1920, 1080)])
def test_bands_are_those_of_the_whole_frame(width, height):
    video = VideoFormat(width, height, Fraction(30))
    bands, whole = Converter(video), Converter(video, whole=True)
    random = np.random.default_rng(7)
    pixels = random.integers(0, 256, (height, width, 4), np.uint8)
    for _ in range(24):
        got = bands.convert(pixels).to_ndarray()
        assert np.array_equal(got, whole.convert(pixels).to_ndarray())
        top, left = random.integers(0, height), random.integers(0, width)
        bottom = min(height, top + int(random.choice([1, 2, 3, 63, 64, 65, height])))
        pixels[top:bottom, left:] = random.integers(0, 256, (bottom - top, width - left, 4), np.uint8)
        if random.random() < 0.3:
            pixels[random.integers(0, height), 0] ^= 1


def test_a_frame_that_stays_is_converted_once():
    converter = Converter(VideoFormat(64, 36, Fraction(30)))
    pixels = np.zeros((36, 64, 4), np.uint8)
    first = converter.convert(pixels)
    assert converter.convert(pixels.copy()) is first
