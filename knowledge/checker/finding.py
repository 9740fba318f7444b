"""What the checker says about a place in a source."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Finding", "Replacement", "Severity", "replacement_at"]

Severity = Literal["error", "warning"]
"""``error``: the scene will not run. ``warning``: it runs, but hardly as meant, or nobody can be sure."""


_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Replacement:
    """An exact change: ``old`` stands in the source exactly once."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake. Lines and columns count from 1, the end is exclusive; ``fix`` says what to write."""

    rule: str
    severity: Severity
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    fix: str = ""
    replacement: Replacement | None = None

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON-able data."""
        change = self.replacement
        return {
            "rule": self.rule,
            "severity": self.severity,
            "line": self.line,
            "column": self.column,
            "endLine": self.end_line,
            "endColumn": self.end_column,
            "message": self.message,
            "fix": self.fix,
            "replacement": None if change is None else {"old": change.old, "new": change.new},
        }


def replacement_at(source: str, node: ast.AST, new: str) -> Replacement | None:
    """Replace the text of ``node`` by ``new``; the old text is widened until it is unique in ``source``.

    It is widened by words first, so that the changes of one line leave each other alone.

    ``None`` for a node without a place or one that spans lines.
    """
    line, end_line = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    if not line or line != end_line:
        return None
    lines = source.splitlines(keepends=True)
    encoded = lines[line - 1].encode()
    start = len(encoded[: node.col_offset].decode())  # type: ignore[attr-defined]
    end = len(encoded[: node.end_col_offset].decode())  # type: ignore[attr-defined]
    text = lines[line - 1]
    first = line - 1
    offset = sum(len(part) for part in lines[:first])
    place, stop = offset + start, offset + end
    end_of_line = offset + len(text.rstrip("\r\n"))
    for left, right in (
        (place, stop),
        *((place, stop + word.end()) for word in _WORD.finditer(source[stop:end_of_line])),
        *((offset + word.start(), stop) for word in reversed([*_WORD.finditer(source[offset:place])])),
        (offset, end_of_line),
        (offset - (len(lines[first - 1]) if first else 0), end_of_line),
        (offset - sum(len(part) for part in lines[max(0, first - 3) : first]), end_of_line),
    ):
        old = source[left:right]
        if source.count(old) == 1:
            return Replacement(old, source[left:place] + new + source[stop:right])
    return None
