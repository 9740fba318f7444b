"""The named encoder profiles, and the settings that every chunk shares.

The chunk format: H.264 yuv420p without B-frames, with a keyframe where a play begins and at least every two
seconds of motion, so that every player seeks to the exact frame. How many threads x264 has is fixed,
because what it writes depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["PROFILES", "Profile", "VideoFormat", "gop_frames"]


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """Size in pixels and frame rate in frames per second of a chunk."""

    width: int
    height: int
    fps: Fraction

    @classmethod
    def parse(cls, wanted: Mapping[str, Any]) -> VideoFormat:
        """Read a request's ``width``, ``height``, ``fps``. Raises ``ValueError`` where they make no video."""
        video = cls(
            int(wanted["width"]), int(wanted["height"]), Fraction(wanted["fps"]).limit_denominator(1001)
        )
        if video.width < 2 or video.height < 2 or video.width % 2 or video.height % 2 or video.fps <= 0:
            raise ValueError(f"a chunk needs even sizes and a positive rate, not {dict(wanted)}")
        return video


@dataclass(frozen=True, slots=True)
class Profile:
    """What may differ between two chunks of the same format: x264's effort and quality."""

    name: str
    preset: str
    crf: float
    x264: str = ""
    """Further ``key=value`` pairs for x264, colon separated."""
    threads: int = 1
    """Frames that x264 works on at a time, whatever the machine has."""
    group_s: Fraction = Fraction(2)
    """Greatest distance between keyframes of what moves, in seconds."""
    settled: int = 4
    """For how many frames a picture that stays is encoded; then the chunk says "as before"."""


# Drawings gain nothing from x264's psychovisual options; without them the same size is closer to the
# original. "final" is as close to the frames as manim's default (medium, crf 23).
PROFILES = {
    "final": Profile("final", preset="faster", crf=22, x264="psy=0:weightp=0", threads=3, settled=8),
    "lossless": Profile("lossless", preset="ultrafast", crf=0, x264="qp=0"),
    # Two threads: what encodes a small scene would otherwise take longer than what draws it. The deblocking
    # filter, which "ultrafast" leaves out, is what keeps lit surfaces smooth.
    "preview": Profile(
        "preview", preset="ultrafast", crf=32, x264="psy=0:weightp=0:cabac=1:deblock=0,0", threads=2
    ),
}


def gop_frames(fps: Fraction, profile: Profile) -> int:
    """Greatest distance between keyframes in frames, at least one."""
    return max(int(fps * profile.group_s), 1)


def still_frames(fps: Fraction) -> int:
    """The same for what stands still: such frames are decoded in no time."""
    return max(int(fps * 5), 1)
