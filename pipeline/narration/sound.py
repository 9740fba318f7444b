"""Sound as numpy arrays: mono, float32, 48 kHz, full scale ±1.

Loudness follows ITU-R BS.1770-4 for one channel: K-weighting, blocks of 400 ms, an absolute gate at
−70 LUFS and a relative one 10 LU below.
"""

from __future__ import annotations

import io
import wave
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.narration.errors import VoiceFailed

__all__ = ["RATE", "Samples", "from_pcm", "from_wav", "level", "loudness", "to_wav", "trim"]

Samples: TypeAlias = npt.NDArray[np.float32]

RATE = 48_000
"""Samples a second of all narration."""
TARGET_LUFS = -16.0
"""How loud a line is made: what video platforms play speech at."""
_PEAK = 10 ** (-1.5 / 20)
_SILENCE = 10 ** (-50 / 20)
_BLOCK_S, _STEP_S = 0.4, 0.1
# BS.1770's two filters at 48 kHz: the head's high shelf, then the low cut.
_SHELF = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
_CUT = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])


def from_wav(data: bytes) -> Samples:
    """Read a PCM WAV file of any rate and number of channels. Raises ``VoiceFailed``."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise VoiceFailed(f"The sound isn't a PCM WAV file: {error}.", fix="Convert it to WAV.") from error
    return from_pcm(frames, rate, width=width, channels=channels)


def from_pcm(data: bytes, rate: int, *, width: int = 2, channels: int = 1) -> Samples:
    """Samples from raw little-endian PCM, ``width`` bytes each (1 to 4), channels mixed down."""
    whole = len(data) - len(data) % (width * channels)
    octets = np.frombuffer(data[:whole], np.uint8).reshape(-1, width)
    if width == 1:
        values = octets[:, 0].astype(np.float64) / 128 - 1
    else:
        padded = np.zeros((len(octets), 4), np.uint8)
        padded[:, 4 - width :] = octets
        values = padded.view("<i4")[:, 0] / 2.0**31
    return _resampled(values.reshape(-1, channels).mean(axis=1), rate)


def to_wav(samples: Samples) -> bytes:
    """A 16-bit mono WAV file of 48 kHz."""
    pcm = np.clip(np.round(samples.astype(np.float64) * 32768.0), -32768, 32767).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm.tobytes())
    return out.getvalue()


def trim(samples: Samples, *, keep_s: float = 0.02) -> tuple[Samples, float]:
    """``samples`` without the silence at both ends, and the seconds taken off the front."""
    loud = np.flatnonzero(np.abs(samples) > _SILENCE)
    if not len(loud):
        return samples[:0], 0.0
    keep = round(keep_s * RATE)
    start, end = max(0, int(loud[0]) - keep), min(len(samples), int(loud[-1]) + keep)
    return samples[start:end], start / RATE


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS; minus infinity for silence."""
    block, step = round(_BLOCK_S * RATE), round(_STEP_S * RATE)
    if len(samples) < block:
        samples = np.pad(samples, (0, block - len(samples)))
    weighted = _filtered(samples.astype(np.float64), _SHELF, _CUT)
    energy = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(weighted) - block + 1, step)
    powers = (energy[starts + block] - energy[starts]) / block
    powers = powers[powers > _power(-70.0)]
    if not len(powers):
        return float("-inf")
    gate = powers.mean() * 10 ** (-10 / 10)
    return _lufs(float(powers[powers > gate].mean()))


def level(samples: Samples, target: float = TARGET_LUFS) -> Samples:
    """``samples`` at ``target`` LUFS, their peaks rounded off below −1.5 dB where the gain asks for it."""
    now = loudness(samples)
    if now == float("-inf"):
        return samples
    for _ in range(3):
        samples = _limited(samples * np.float32(10 ** ((target - now) / 20)))
        now = loudness(samples)
        if abs(now - target) < 0.1:
            break
    return samples


def _limited(samples: Samples) -> Samples:
    """Soft knee from half the ceiling up to the ceiling."""
    if not len(samples) or float(np.max(np.abs(samples))) <= _PEAK:
        return samples
    knee = _PEAK / 2
    size = np.abs(samples)
    bent = knee + (_PEAK - knee) * np.tanh((size - knee) / (_PEAK - knee))
    return np.where(size > knee, np.sign(samples) * bent, samples).astype(np.float32)


def _lufs(power: float) -> float:
    return -0.691 + 10 * float(np.log10(power))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _filtered(
    samples: npt.NDArray[np.float64], *filters: tuple[list[float], list[float]]
) -> npt.NDArray[np.float64]:
    """The recursive filters, applied in the frequency domain with room for their tails."""
    size = 1 << (len(samples) + RATE // 2 - 1).bit_length()
    spectrum = np.fft.rfft(samples, size)
    turn = np.exp(-2j * np.pi * np.arange(len(spectrum)) / size)
    for forward, back in filters:
        spectrum *= np.polyval(forward[::-1], turn) / np.polyval(back[::-1], turn)
    return np.fft.irfft(spectrum, size)[: len(samples)]


def _resampled(values: npt.NDArray[np.float64], rate: int) -> Samples:
    """Band-limited to 48 kHz, by its spectrum; padded so that its ends don't meet."""
    if rate == RATE or not len(values):
        return values.astype(np.float32)
    ratio = Fraction(RATE, rate)
    pad = -len(values) % ratio.denominator + 8 * ratio.denominator
    padded = np.concatenate([values, np.zeros(pad)])
    size = len(padded) * ratio.numerator // ratio.denominator
    spectrum = np.fft.rfft(padded)
    wanted = np.zeros(size // 2 + 1, complex)
    shared = min(len(spectrum), len(wanted))
    wanted[:shared] = spectrum[:shared]
    out = np.fft.irfft(wanted, size) * (size / len(padded))
    return out[: round(len(values) * ratio)].astype(np.float32)
