"""What a render and a rehearsal say of each ``play()`` and ``wait()``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Play"]


@dataclass(slots=True)
class Play:
    """One ``play()`` or ``wait()``: where it is in the chunk and in the user's file."""

    index: int
    start_frame: int
    frames: int
    line: int | None
    kind: Literal["play", "wait"]
