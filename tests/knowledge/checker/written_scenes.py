"""Whole scenes as models write them in one go, with what happens when they are run.

``scenes.txt`` holds one scene after the other below ``=== name: rule rule``: each was run, the rules are
those of the errors to be said about one that fails, and a scene that runs names none. They were written, and
judged, before anything of the checker was changed for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Scene", "scenes"]

_FILE = Path(__file__).with_name("scenes.txt")
_HEAD = "from manim import *\nimport numpy as np\n\n"


@dataclass(frozen=True)
class Scene:
    name: str
    source: str
    rules: frozenset[str]
    """What is wrong with it; empty where it runs."""


def scenes() -> list[Scene]:
    """All of them."""
    found: list[Scene] = []
    for part in _FILE.read_text("utf-8").split("=== ")[1:]:
        head, code = part.split("\n", 1)
        name, _, rules = head.partition(":")
        found.append(Scene(name, _HEAD + code, frozenset(rules.split())))
    return found
