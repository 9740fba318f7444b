"""Samples in and out, resampling, loudness."""

from __future__ import annotations

import asyncio
import io
import shutil
import subprocess
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.narration.errors import VoiceFailed
from pipeline.narration.sound import RATE, from_pcm, from_wav, level, loudness, to_wav, trim


def tone(seconds=1.0, frequency=997.0, size=0.5, rate=RATE):
    return (size * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def test_a_wav_file_gives_its_samples_back():
    samples = tone()
    assert from_wav(to_wav(samples)) == pytest.approx(samples, abs=2 / 32768)


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 96000])
def test_another_rate_becomes_48_khz_with_the_same_tone(rate):
    pcm = (tone(1.0, rate=rate) * 32767).astype("<i2").tobytes()
    samples = from_pcm(pcm, rate)
    assert len(samples) == RATE
    middle = slice(RATE // 10, -RATE // 10)
    assert samples[middle] == pytest.approx(tone()[middle], abs=0.01)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_all_widths_of_pcm_are_read(width):
    samples = tone(0.1)
    if width == 1:
        pcm = ((samples + 1) * 127.5).round().astype(np.uint8).tobytes()
    else:
        whole = np.round(samples.astype(np.float64) * (2 ** (8 * width - 1) - 1)).astype("<i4")
        pcm = whole.view(np.uint8).reshape(-1, 4)[:, :width].tobytes()
    assert from_pcm(pcm, RATE, width=width) == pytest.approx(samples, abs=0.01)


def test_two_channels_are_mixed_to_one():
    pair = np.stack([tone(0.1), np.zeros(RATE // 10, np.float32)], axis=1)
    pcm = (pair * 32767).astype("<i2").tobytes()
    assert from_pcm(pcm, RATE, channels=2) == pytest.approx(tone(0.1) / 2, abs=0.001)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"not sound at all", b"RIFF\x04\x00\x00\x00WAVE"])
def test_what_is_no_wav_file_is_refused_in_words(data):
    with pytest.raises(VoiceFailed, match="WAV"):
        from_wav(data)


def test_a_full_scale_tone_has_the_loudness_that_bs_1770_gives_it():
    assert loudness(tone(2.0, 997.0, 1.0)) == pytest.approx(-3.01, abs=0.05)


def test_silence_has_no_loudness_and_is_left_alone():
    silence = np.zeros(RATE, np.float32)
    assert loudness(silence) == float("-inf")
    assert not level(silence).any()


def test_pauses_do_not_count():
    speech, pause = tone(4.0), np.zeros(6 * RATE, np.float32)
    assert loudness(np.concatenate([speech, pause, speech])) == pytest.approx(loudness(speech), abs=0.4)


@given(st.floats(0.01, 0.9), st.floats(80, 4000), st.floats(0.05, 2.0))
def test_every_line_ends_up_at_minus_16_lufs(size, frequency, seconds):
    levelled = level(tone(seconds, frequency, size))
    assert loudness(levelled) == pytest.approx(-16.0, abs=0.5)
    assert np.max(np.abs(levelled)) <= 10 ** (-1.5 / 20) + 1e-6


def test_ffmpeg_measures_the_same_loudness(espeak, tmp_path):
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg: apt install ffmpeg")
    speech = asyncio.run(espeak.speak("The square on the hypotenuse is as large as those on the legs."))
    path = tmp_path / "line.wav"
    path.write_bytes(to_wav(level(speech.samples)))
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    measured = float(said.rsplit("I:", 1)[1].split("LUFS")[0])
    assert measured == pytest.approx(-16.0, abs=0.5)


def test_silence_at_the_ends_is_taken_off_and_told():
    quiet = np.zeros(RATE // 2, np.float32)
    cut, front = trim(np.concatenate([quiet, tone(), quiet]))
    assert front == pytest.approx(0.48, abs=0.005)
    assert len(cut) / RATE == pytest.approx(1.04, abs=0.01)


def test_written_files_are_16_bit_mono_48_khz():
    with wave.open(io.BytesIO(to_wav(tone()))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
