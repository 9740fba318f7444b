"""Errors of running scenes explained: ``explain`` finds what happened, why, and what to write.

The table is in ``names``, ``calls`` and ``kinds``; a test runs every bad form and every good form.
The more special hints come first.
"""

from __future__ import annotations

from knowledge.hints import calls, kinds, names
from knowledge.hints.hint import Hint

__all__ = ["HINTS", "Hint", "explain"]

HINTS: tuple[Hint, ...] = (*names.HINTS, *calls.HINTS, *kinds.HINTS)
"""Every hint, in the order in which they are tried."""


def explain(error_type: str, message: str) -> Hint | None:
    """Return the hint for an exception, given the name of its type and its message."""
    short = error_type.rpartition(".")[2]
    return next((hint for hint in HINTS if hint.matches(short, message)), None)
