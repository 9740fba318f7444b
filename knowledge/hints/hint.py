"""A hint: an error of a running scene, why it happens and what to write instead."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Hint", "from_rows"]


@dataclass(frozen=True, slots=True)
class Hint:
    """``error`` and ``pattern`` (a regular expression, searched in the message) say when it applies.

    ``bad`` gives that error and ``good`` runs: lines of ``construct``, or a whole source.
    """

    id: str
    error: str
    pattern: str
    happened: str
    why: str
    write: str
    bad: str
    good: str

    def matches(self, error: str, message: str) -> bool:
        """Whether the hint explains an error of a type, by its message."""
        return self.error == error and re.search(self.pattern, message) is not None

    def as_dict(self) -> dict[str, Any]:
        """The hint as JSON-able data."""
        return asdict(self)


def from_rows(
    topic: str, why: str, rows: tuple[tuple[str, str, str, str, str, str], ...]
) -> tuple[Hint, ...]:
    """Make hints that share a reason: ``(error, pattern, happened, write, bad, good)`` each."""
    return tuple(
        Hint(f"{topic}-{number}", error, pattern, happened, why, write, bad, good)
        for number, (error, pattern, happened, write, bad, good) in enumerate(rows, 1)
    )
