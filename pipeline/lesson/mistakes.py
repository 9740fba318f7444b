"""Pydantic's complaints in the words of a lesson: where, what is wrong, what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from pipeline.lesson.errors import Problem

__all__ = ["place_of", "problems_of"]

Location = tuple[int | str, ...]


def problems_of(
    error: ValidationError,
    *,
    file: str,
    line_of: Callable[[Location], int] = lambda _: 0,
    known: Sequence[str] = (),
) -> list[Problem]:
    """A problem for each complaint; ``line_of`` finds a location's line, ``known`` are names to suggest."""
    problems: list[Problem] = []
    for complaint in error.errors():
        location = _without_tags(complaint["loc"])
        what, right = _say(complaint["type"], complaint["msg"], complaint.get("ctx", {}), location, known)
        problems.append(Problem(file, line_of(location), f"{place_of(location)}{what}", right))
    return problems


def place_of(location: Location) -> str:
    """``scenes[1].blocks[0].curve: `` for a location, nothing for the whole."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f"{'.' if text else ''}{step}"
    return f"{text}: " if text else ""


def _without_tags(location: Location) -> Location:
    """Drop the discriminator's value that pydantic puts behind a block's index."""
    kept: list[int | str] = []
    for index, step in enumerate(location):
        behind_block = index >= 2 and location[index - 2] == "blocks" and isinstance(location[index - 1], int)
        if not behind_block:
            kept.append(step)
    return tuple(kept)


def _say(
    kind: str, message: str, context: Mapping[str, Any], location: Location, known: Sequence[str]
) -> tuple[str, str]:
    """What is wrong and what would be right."""
    last = str(location[-1]) if location else ""
    if kind == "missing":
        return "is missing.", f"Add {last}: …"
    if kind == "extra_forbidden":
        return "is not known here.", _nearest(last, location, known)
    if kind == "value_error":
        what, _, right = str(context.get("error", message)).partition(". ")
        return f"{what}." if right else what, right
    if kind in _PLAIN:
        what, right = _PLAIN[kind]
        filled = {
            "tag": "",
            "expected": "",
            "expected_tags": "",
            "min_length": 1,
            "max_length": "",
            **context,
        }
        return what.format(**filled), right.format(**filled)
    if kind in {"dict_type", "model_type", "model_attributes_type"}:
        return (
            "should be key: value pairs.",
            f"Keys are {', '.join(known)}." if known else "Write key: value.",
        )
    return f"{message[:1].lower()}{message[1:]}.", "Compare with the lesson format's page."


_PLAIN = {
    "literal_error": ("has an unknown value.", "Write one of {expected}."),
    "union_tag_invalid": ("{tag!r} is no kind of block.", "Kinds are {expected_tags}."),
    "union_tag_not_found": ("has no kind.", 'Add "kind": "bullets", "math", "code" or another.'),
    "too_short": ("is empty.", "Give at least {min_length}."),
    "too_long": ("has too many entries.", "At most {max_length} fit."),
    "string_too_long": ("is too long.", "Cut it to {max_length} characters, or split it in two."),
    "string_too_short": ("is empty.", "Write some text."),
    "list_type": ("should be a list.", "Write it as [a, b], or one entry a line behind a dash."),
    "tuple_type": ("should be a list.", "Write it as [a, b]."),
    "string_type": ("should be text.", "Put it in quotes."),
}
"""Pydantic's kinds of complaint that need no more than their context."""


def _nearest(name: str, location: Location, known: Sequence[str]) -> str:
    if len(location) > 1 and location[-2] != "blocks":
        return "Leave it out; or put the text around it in 'quotes'."
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Known are {', '.join(known)}." if known else "Leave it out."
