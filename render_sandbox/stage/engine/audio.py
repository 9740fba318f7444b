"""The sound of a chunk: clips mixed at exact sample positions, encoded as AAC as long as the picture."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.packet import Packet

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext

__all__ = ["AUDIO_LAYOUT", "SAMPLE_RATE", "Mix", "encode", "read_clip", "samples_of"]

AUDIO_LAYOUT = "stereo"
SAMPLE_RATE = 48_000
"""Samples per second of every chunk."""

_BLOCK = 1024  # samples of one AAC packet
_CHANNELS = 2

Samples = npt.NDArray[np.float32]
"""Channels × samples, full scale ±1."""


def samples_of(frames: int, fps: Fraction) -> int:
    """How many samples last as long as ``frames``."""
    return round(frames * SAMPLE_RATE / fps)


class Mix:
    """Clips on a time line. Nothing is mixed until :meth:`blocks` is read, so silence costs nothing."""

    def __init__(self) -> None:
        self._clips: list[tuple[int, Samples]] = []

    def add(self, samples: Samples, at_s: float, gain_db: float = 0.0) -> None:
        """Lay a clip at ``at_s`` seconds, amplified by ``gain_db``."""
        if at_s < 0:
            raise ValueError(f"a sound cannot start {-at_s:g} s before the scene")
        clip = samples if not gain_db else samples * np.float32(10 ** (gain_db / 20))
        self._clips.append((round(at_s * SAMPLE_RATE), clip))

    @property
    def silent(self) -> bool:
        """Whether there is nothing to hear."""
        return not self._clips

    @property
    def end_s(self) -> float:
        """Where the last clip ends, in seconds."""
        return max((at + clip.shape[1] for at, clip in self._clips), default=0) / SAMPLE_RATE

    def blocks(self, total: int) -> Iterator[Samples]:
        """The first ``total`` samples, in blocks of 1024 (the last may be shorter)."""
        for start in range(0, total, _BLOCK):
            size = min(_BLOCK, total - start)
            block = np.zeros((_CHANNELS, size), np.float32)
            for at, clip in self._clips:
                first, last = max(at, start), min(at + clip.shape[1], start + size)
                if first < last:
                    block[:, first - start : last - start] += clip[:, first - at : last - at]
            yield np.clip(block, -1, 1, out=block)


def read_clip(path: Path) -> Samples:
    """Decode a sound file of any kind to 48 kHz stereo. Raises ``av.FFmpegError`` for what isn't one."""
    resampler = AudioResampler(format="fltp", layout=AUDIO_LAYOUT, rate=SAMPLE_RATE)
    parts: list[npt.NDArray[np.float32]] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            frame.pts = None
            parts += [cast("Samples", out.to_ndarray()) for out in resampler.resample(frame)]
        parts += [cast("Samples", out.to_ndarray()) for out in resampler.resample(None)]
    return np.concatenate(parts, axis=1) if parts else np.zeros((_CHANNELS, 0), np.float32)


def encode(context: AudioCodecContext, mix: Mix, total: int) -> Iterator[Packet[Any]]:
    """Encode the first ``total`` samples; the first packet is AAC's priming (negative time)."""
    if not mix.silent:
        yield from _encode(context, mix.blocks(total))
        return
    # After the priming every packet of silence is the same, but for the encoder's name, which some repeat.
    priming, silence = _encode(context, mix.blocks(_BLOCK))
    yield priming
    for start in range(0, total, _BLOCK):
        packet: Packet[Any] = Packet(bytes(silence))
        packet.time_base = silence.time_base
        packet.pts = packet.dts = start
        packet.duration = min(_BLOCK, total - start)
        packet.is_keyframe = True
        yield packet


def _encode(context: AudioCodecContext, blocks: Iterator[Samples]) -> Iterator[Packet[Any]]:
    start = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(block, format="fltp", layout=AUDIO_LAYOUT)
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = start
        start += block.shape[1]
        yield from context.encode(frame)
    yield from context.encode(None)
