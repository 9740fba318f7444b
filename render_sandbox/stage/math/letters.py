r"""Letters that no math font has (Chinese, Arabic, Hindi and others): found in formulas, and replaced."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

__all__ = ["masked", "replaced"]

_LETTERS: Final = (
    "\u0530-\u1cff\u2e80-\u2fdf\u3000-\ua4cf\ua960-\ua97f\uaa00-\ud7ff\uf900-\ufaff\ufb1d-\ufdff"
    "\ufe70-\ufefe\uff00-\uffef\U00020000-\U0003ffff"
)
_RUN: Final = re.compile(f"[{_LETTERS}](?:[{_LETTERS}\u200c\u200d ]*[{_LETTERS}])?")
_TEXT: Final = r"(?P<text>\\(?:text(?:rm|bf|it|sf|tt|sc|up|md|normal)?|mbox|hbox|fbox)\s*\{)"
_TOKEN: Final = re.compile(rf"{_TEXT}|\\.|[{{}}$]|{_RUN.pattern}|.", re.DOTALL)


def replaced(tex: str, by: Callable[[str], str], *, text: bool) -> str:
    """``tex`` with a formula for each run of such letters. ``text``: whether it starts in text mode."""
    if not _RUN.search(tex):
        return tex
    modes = ["text" if text else "math"]

    def instead(found: re.Match[str]) -> str:
        piece = found[0]
        if found["text"]:
            modes.append("text")
        elif piece == "{":
            modes.append("text" if modes[-1] == "text" else "math")
        elif piece == "}" and len(modes) > 1:
            modes.pop()
        elif piece == "$" and modes[-1] != "math":
            modes[-1] = "dollars" if modes[-1] == "text" else "text"
        elif _RUN.match(piece):
            return f"${by(piece)}$" if modes[-1] == "text" else f"{{{by(piece)}}}"
        return piece

    return _TOKEN.sub(instead, tex)


def masked(tex: str) -> str:
    """A formula with a square for each run, to judge the rest of it where nothing can be drawn."""
    return replaced(tex, lambda _: r"\rule{1em}{1em}", text=False)
