"""What is wrong with a tool's arguments, in words that a model can act on."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

__all__ = ["nearest", "wrong_arguments"]

_LONGEST_INPUT = 80


def wrong_arguments(error: ValidationError, known: Collection[str] = ()) -> str:
    """Every mistake: where, what is right, what was given. ``known`` are the tool's arguments."""
    found = error.errors(include_url=False)
    return "invalid_arguments: " + "; ".join(_reworded(dict(problem), known) for problem in found)


def nearest(name: str, known: Collection[str]) -> str:
    """``" Did you mean 'x'?"``, or nothing."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""


def _reworded(problem: dict[str, Any], known: Collection[str]) -> str:
    place = ".".join(str(part) for part in problem["loc"]) or "arguments"
    about: dict[str, Any] = problem.get("ctx") or {}
    kind: str = problem["type"]
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return f"{place}: is required"
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        there = ", ".join(sorted(known))
        return f"{place}: there is no such argument.{nearest(place, known)} There are: {there}"
    right = {
        "literal_error": "must be one of {expected}",
        "greater_than_equal": "must be at least {ge}",
        "less_than_equal": "must be at most {le}",
        "string_too_short": "must have at least {min_length} characters",
        "string_too_long": "must have at most {max_length} characters",
        "too_short": "must have at least {min_length} items",
        "too_long": "must have at most {max_length} items",
        "string_type": "must be a string",
        "list_type": "must be a list",
        "int_type": "must be a whole number",
        "float_type": "must be a number",
        "bool_type": "must be true or false",
        "model_type": "must be an object",
        "dataclass_type": "must be an object",
    }.get(kind)
    said = right.format(**about) if right else str(problem["msg"])
    given = repr(problem["input"])
    short = given if len(given) <= _LONGEST_INPUT else given[:_LONGEST_INPUT] + "…"
    return f"{place}: {said} (given: {short})"
