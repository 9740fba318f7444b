"""The named encoder profiles, and the settings that every chunk shares.

The chunk format: H.264 yuv420p without B-frames and with a keyframe at least once a second, so that every
player seeks to the exact frame. How many threads x264 has is fixed, because what it writes depends on it.
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
    group_s: Fraction = Fraction(1, 2)
    """Greatest distance between keyframes, in seconds."""


# Drawings gain nothing from x264's psychovisual options; without them the same size is closer to the
# original. "final" is at least as close to the frames as manim's default (medium, crf 23). Keyframes cost
# more than all else: with two a second instead of one a file is a quarter to a half larger.
PROFILES = {
    "final": Profile(
        "final",
        preset="veryfast",
        crf=22,
        x264="psy=0:weightp=0:trellis=1:ref=2",
        threads=3,
        group_s=Fraction(1),
    ),
    "lossless": Profile("lossless", preset="ultrafast", crf=0, x264="qp=0"),
    # Two threads: what encodes a small scene would otherwise take longer than what draws it. They also see
    # further ahead, so that the same size is closer to the frames.
    "preview": Profile(
        "preview", preset="superfast", crf=28, x264="psy=0:weightp=0:mbtree=1:rc-lookahead=10", threads=2
    ),
}


def gop_frames(fps: Fraction, profile: Profile) -> int:
    """Greatest distance between keyframes in frames, at least one."""
    return max(int(fps * profile.group_s), 1)
