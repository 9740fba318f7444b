"""Inline Markdown of a lesson as runs: ``**bold**``, ``*italic*``, `` `code` ``, ``$formula$``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

__all__ = ["Run", "is_right_to_left", "plain_text", "runs_of"]

_PIECES = re.compile(
    r"\\(?P<escaped>[\\`*$_\[\]<>])|\*\*(?P<bold>.+?)\*\*(?!\*)|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|`(?P<code>[^`]+)`|\$(?P<math>(?:[^$\\]|\\.)+)\$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one style; ``math`` runs hold LaTeX."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    math: bool = False


def runs_of(source: str, style: Run = Run("")) -> list[Run]:
    """The runs of inline Markdown."""
    runs: list[Run] = []
    place = 0
    for found in _PIECES.finditer(source):
        if found.start() > place:
            runs.append(replace(style, text=source[place : found.start()]))
        place = found.end()
        if found["escaped"] is not None:
            runs.append(replace(style, text=found["escaped"]))
        elif found["bold"] is not None:
            runs += runs_of(found["bold"], replace(style, bold=True))
        elif found["italic"] is not None:
            runs += runs_of(found["italic"], replace(style, italic=True))
        elif found["code"] is not None:
            runs.append(replace(style, text=found["code"], code=True))
        else:
            runs.append(replace(style, text=found["math"], math=True))
    if place < len(source):
        runs.append(replace(style, text=source[place:]))
    return runs


def plain_text(source: str) -> str:
    """The words without markup."""
    return "".join(run.text for run in runs_of(source))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs to the left."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False
