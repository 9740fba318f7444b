"""A scripted model, so that the harness runs without a key. Its figures say nothing of any model.

Each prompt gets two scenes: one of blocks, and one of code that, by the prompt's checksum, is right at
once (5 of 10), right after one repair (3 of 10), or never right (2 of 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from tests.replay import Reply, calls, says

__all__ = ["scripted"]

_RIGHT = """from manim import *


class Turn(Scene):
    def construct(self):
        dot = Dot(color=YELLOW).shift(LEFT * 2)
        self.play(FadeIn(dot), run_time=0.2)
        self.play(dot.animate.shift(RIGHT * 4), run_time=0.4)
"""
_WRONG = _RIGHT.replace("FadeIn(", "FadeInn(")
_KINDS = ("right",) * 5 + ("mended",) * 3 + ("never",) * 2


def scripted(body: Mapping[str, Any]) -> tuple[str, int, Reply]:
    """The answer to a request: its thread, how many answers came before, what is said."""
    turn = sum(message["role"] == "assistant" for message in body["messages"])
    first = body["messages"][0]["content"]
    asked = first if isinstance(first, str) else first[-1]["text"]
    if body["system"][0]["text"].startswith("You plan"):
        return "plan", turn, _plan(asked)
    kind = next(kind for kind in ("right", "mended", "never") if f"({kind})" in asked)
    wrong = kind == "never" or (kind == "mended" and turn < 3)
    steps = (
        calls("write_scene", title=f"Motion ({kind})", code=_WRONG if wrong else _RIGHT),
        calls("check_scene"),
        says("It is right."),
    )
    return kind, turn, steps[turn % 3]


def _plan(asked: str) -> Reply:
    kind = _KINDS[crc32(asked.encode()) % len(_KINDS)]
    motion = {"title": f"Motion ({kind})", "goal": "See it.", "visual": "A dot moves.", "needs_code": True}
    return calls(
        "submit_plan",
        title="Scripted",
        scenes=[
            {"title": "Idea", "goal": "Know it.", "visual": "A line of text.", "blocks": "- One idea\n"},
            motion | {"blocks": "- A dot moves\n"},
        ],
    )
