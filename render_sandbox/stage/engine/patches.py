"""Which optimisations there are, which manim they know, and how they are switched on for a render."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial

from manim import __version__ as manim_version

from . import copies, drawing, glyphs, native, shortcuts, texts
from .output import Recording

__all__ = ["OPTIMISATIONS", "install_all"]

KNOWN_MANIM = "0.22."
"""Versions of manim that the optimisations were written against."""

_SWITCH_S = 0.0005


def _draw_beside(recording: Recording) -> Callable[[], None] | None:
    library = native.load()
    if library is None:
        return None
    recording.native = library
    interval = sys.getswitchinterval()
    # The painting and encoding threads need Python's lock for moments only: don't let them wait for it.
    sys.setswitchinterval(_SWITCH_S)
    undo = drawing.install(library)

    def restore() -> None:
        undo()
        sys.setswitchinterval(interval)

    return restore


def _convert_changes(recording: Recording) -> Callable[[], None]:
    recording.whole_frames = False
    return lambda: setattr(recording, "whole_frames", True)


_Undo = Callable[[], None]

_OF_MANIM: dict[str, Callable[[], _Undo | None]] = {
    "copies": copies.install,
    "shortcuts": shortcuts.install,
    "glyphs": glyphs.install,
    "texts": texts.install,
}
_OF_RECORDING: dict[str, Callable[[Recording], _Undo | None]] = {
    "drawing": _draw_beside,
    "conversion": _convert_changes,
}
# Each returns the way back, or None where it can't work here.

OPTIMISATIONS = (*_OF_MANIM, *_OF_RECORDING)
"""Their names."""


def install_all(recording: Recording | None, off: Iterable[str] = ()) -> ExitStack:
    """Switch on all optimisations but those ``off``; closing the result undoes them.

    Without a ``recording`` (a rehearsal) those that are about its frames are left out.
    For a manim that they weren't written against nothing is switched on, with a warning.
    """
    stack = ExitStack()
    if not manim_version.startswith(KNOWN_MANIM):
        warnings.warn(
            f"manim {manim_version} is not {KNOWN_MANIM}*: rendering without optimisations", stacklevel=2
        )
        return stack
    ways = dict(_OF_MANIM)
    if recording is not None:
        ways |= {name: partial(switch_on, recording) for name, switch_on in _OF_RECORDING.items()}
    for name in (name for name in ways if name not in off):
        undo = ways[name]()
        if undo is not None:
            stack.callback(undo)
    return stack
