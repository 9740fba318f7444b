"""The named encoder profiles, and the settings that every chunk shares.

The chunk format: H.264 yuv420p without B-frames and with a keyframe at least twice a second, so that
every player seeks to the exact frame. One x264 thread, because what it writes depends on their number.
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


# Drawings gain nothing from x264's psychovisual options; without them the same size is closer to the
# original. "final" is at least as close to the frames as manim's default (medium, crf 23) and no larger
# than that with this chunk format's keyframes, which cost more than all else: 1.6 to 3 times a file of
# long groups.
PROFILES = {
    "final": Profile("final", preset="veryfast", crf=21.5, x264="psy=0:weightp=0"),
    "lossless": Profile("lossless", preset="ultrafast", crf=0, x264="qp=0"),
    "preview": Profile(
        "preview", preset="superfast", crf=24, x264="psy=0:weightp=0:mbtree=1:rc-lookahead=10"
    ),
}


def gop_frames(fps: Fraction) -> int:
    """Greatest distance between keyframes: half a second, at least one frame."""
    return max(int(fps / 2), 1)
