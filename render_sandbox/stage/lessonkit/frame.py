"""The picture's room: safe margins, the size of type, and the areas that blocks are laid out in.

Units are manim's: the frame is 8 high in every format, and as wide as the format's shape says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from manim import config

__all__ = ["Area", "body_size", "is_wide", "safe_area", "unit"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the frame."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def center_x(self) -> float:
        """Halfway between left and right."""
        return (self.left + self.right) / 2

    def below(self, y: float) -> Area:
        """The part below a height."""
        return replace(self, top=min(self.top, y))

    def columns(self, share: float, gap: float) -> tuple[Area, Area]:
        """Two columns; the left one gets ``share`` of the room beside the gap."""
        middle = self.left + (self.width - gap) * share
        return replace(self, right=middle), replace(self, left=middle + gap)


def unit() -> float:
    """What sizes are multiplied by: 1 where the frame is at least 7.4 wide, less in portrait."""
    return min(1.0, float(config.frame_width) / 7.4)


def body_size() -> float:
    """The em of running text: 49 px of 1080 in landscape, 53 px of 1080 in portrait."""
    return 0.36 * unit()


def is_wide() -> bool:
    """Whether there is room for columns side by side."""
    return float(config.frame_width) > 1.15 * float(config.frame_height)


def safe_area() -> Area:
    """The frame without its margins; the bottom one leaves room for captions."""
    width, height = float(config.frame_width), float(config.frame_height)
    side = 0.075 * width
    return Area(
        -width / 2 + side, width / 2 - side, -height / 2 + 0.105 * height, height / 2 - 0.075 * height
    )
