"""The typefaces of the themes: TrueType files copied here by ``npm run build``, not in git.

Without them everything is set in the system's own fonts, which is as correct but not as pretty.
"""

from __future__ import annotations

import functools
from pathlib import Path

import manimpango

__all__ = ["EMOJI", "family", "register"]

EMOJI = "Line Emoji"
"""Noto Emoji, the one that is outlines in the colour of the text, under a name of our own (see build.mjs)."""

_FILES = Path(__file__).parent / "files"
_STAND_INS = {
    "JetBrains Mono": "DejaVu Sans Mono",
    "Source Serif 4": "Noto Serif",
    EMOJI: "Noto Sans Symbols2",
}


@functools.cache
def register() -> frozenset[str]:
    """Make the files known to Pango, once; the names of the families that came of it."""
    families: set[str] = set()
    for path in sorted(_FILES.glob("*.ttf")):
        if manimpango.register_font(str(path)):
            families.add(path.stem.partition("-")[0])
    return frozenset(families)


def family(name: str) -> str:
    """What to ask Pango for: the family itself, or the stand-in where its file is missing."""
    return name if name.replace(" ", "") in register() else _STAND_INS.get(name, "Noto Sans")
