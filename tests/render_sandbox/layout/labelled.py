"""The labelled scenes: short files of the kind that models write, each with the rules it breaks.

``cases/*.txt`` hold one scene after the other below ``=== name: rule rule``; a clean scene names no
rule. ``*_tuned`` were looked at while the rules were written; the others were written afterwards, group
by group, and judged before anything was changed for them (docs/layout-rules.md says how).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"
_HEAD = "from manim import *\nimport numpy as np\n\n"


@dataclass(frozen=True)
class Case:
    name: str
    source: str
    expected: frozenset[str]


def cases(*files: str) -> list[Case]:
    """The scenes of the named files, or of all."""
    found: list[Case] = []
    for path in sorted(CASES.glob("*.txt")):
        if files and path.stem not in files:
            continue
        for part in path.read_text("utf-8").split("=== ")[1:]:
            head, code = part.split("\n", 1)
            name, _, expected = head.partition(":")
            found.append(Case(f"{path.stem}/{name}", _HEAD + code, frozenset(expected.split())))
    return found
