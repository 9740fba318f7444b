"""Small, exact changes of a source, and how they are shown."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.state.errors import EditRefused

__all__ = ["Replacement", "apply_replacements", "unified_diff"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """Put ``new`` where ``old`` stands; ``old`` must stand exactly once."""

    old: str
    new: str


def apply_replacements(source: str, replacements: Sequence[Replacement]) -> str:
    """The source with every replacement made, in order; all or none.

    Raises:
        EditRefused: an ``old`` is not there, or there more than once; says which, and what is near.
    """
    for number, replacement in enumerate(replacements, 1):
        count = source.count(replacement.old) if replacement.old else 0
        if count != 1:
            raise EditRefused(
                f"Replacement {number}: its old text stands {count} times in the source, not once.",
                fix=_advice(source, replacement.old, count),
                replacement=number,
            )
        source = source.replace(replacement.old, replacement.new)
    return source


def unified_diff(old: str, new: str, old_name: str = "before", new_name: str = "after") -> str:
    """A unified diff with three lines of context; empty where nothing changed."""
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), old_name, new_name
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _advice(source: str, old: str, count: int) -> str:
    if count > 1:
        return "Take more of the lines around it, so that it stands once."
    first = next((line for line in old.splitlines() if line.strip()), "")
    near = difflib.get_close_matches(first.strip(), [line.strip() for line in source.splitlines()], 1, 0.6)
    return (
        f"The nearest line is {near[0]!r}." if near else "Read the scene's source and copy from it exactly."
    )
