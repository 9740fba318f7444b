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
    """A problem for each complaint. ``line_of`` finds the line of a location, ``known`` are field names to suggest."""
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
    match kind:
        case "missing":
            return "is missing.", f"Add {location[-1]}: …" if location else ""
        case "extra_forbidden":
            if len(location) > 1 and location[-2] != "blocks":
                return "is not known here.", "Leave it out; or put the text around it in 'quotes'."
            close = difflib.get_close_matches(str(location[-1]), known, n=1)
            if close:
                return "is not known here.", f"Did you mean {close[0]}?"
            return "is not known here.", f"Known are {', '.join(known)}." if known else "Leave it out."
        case "value_error":
            what, _, right = str(context.get("error", message)).partition(". ")
            return f"{what}." if right else what, right
        case "literal_error":
            return "has an unknown value.", f"Write one of {context.get('expected', '')}."
        case "union_tag_invalid":
            return (
                f"{context.get('tag', '')!r} is no kind of block.",
                f"Kinds are {context.get('expected_tags', '')}.",
            )
        case "union_tag_not_found":
            return "has no kind.", 'Add "kind": "bullets", "math", "code" or another.'
        case "too_short":
            return "is empty.", f"Give at least {context.get('min_length', 1)}."
        case "too_long":
            limit = context.get("max_length", "")
            return f"has {context.get('actual_length', 'too many')} entries.", f"At most {limit} fit."
        case "string_too_long":
            return (
                "is too long.",
                f"Cut it to {context.get('max_length', '')} characters, or split it in two.",
            )
        case "string_too_short":
            return "is empty.", "Write some text."
        case "list_type" | "tuple_type":
            return "should be a list.", "Write it as [a, b], or one entry a line behind a dash."
        case "dict_type" | "model_type" | "model_attributes_type":
            return "should be key: value pairs.", f"Keys are {', '.join(known)}." if known else ""
        case "string_type":
            return "should be text.", "Put it in quotes."
        case _:
            return f"{message[:1].lower()}{message[1:]}.", ""
