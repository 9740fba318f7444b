"""Numbers that a text says of a tracker, and that the tracker has left behind."""

from __future__ import annotations

import re

import numpy as np
from manim import DecimalNumber, ValueTracker, Variable

from . import statements
from .context import Context
from .standing import Standing
from .statements import Number
from .things import Thing

__all__ = ["StaleNumbers"]

_GREEK = {"theta": "θ", "alpha": "α", "beta": "β", "phi": "φ", "omega": "ω", "lambda": "λ"}


class StaleNumbers:
    """``stale-number``: a text said a tracker's value as it appeared, and doesn't follow it."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._said: dict[tuple[int, str], tuple[str, float]] = {}

    def look(self, context: Context, texts: list[Thing], *, may_claim: bool = True) -> None:
        """At a state; only a settled one contradicts."""
        trackers = {
            _bare(name): (name, float(np.real(value.get_value())))
            for name, value in context.log.names.values.items()
            if isinstance(value, ValueTracker)
        }
        for text in texts if trackers else []:
            if any(one.updaters for one in (text.root, *text.ancestors)):
                continue
            if any(isinstance(one, Variable) for one in text.ancestors):
                continue
            said = _named(context, text) if isinstance(text.root, DecimalNumber) else text.text
            for name, number in statements.equations(said):
                word = _bare(name)
                for bare, known in trackers.items():
                    if bare == word or _abbreviates(bare, word):
                        self._judge(context, text, name, number, *known, may_claim)

    def _judge(
        self,
        context: Context,
        text: Thing,
        word: str,
        number: Number,
        name: str,
        value: float,
        may_claim: bool,
    ) -> None:
        key = (text.key, f"{word}={name}")
        if abs(number.value - value) <= number.slack:
            self._said[key] = (number.written, value)
            return
        before = self._said.get(key)
        if (
            not may_claim
            or before is None
            or before[0] != number.written
            or abs(before[1] - value) <= number.slack
        ):
            return
        log = context.log
        self._standing.claim(
            context, "stale-number", "error", [text],
            f"{log.called(text)} still says {word} = {number.written}, but `{name}` is {value:.4g} by now.",
            f"make the number follow: `always_redraw(lambda: …{name}.get_value()…)`",
        )  # fmt: skip


def _named(context: Context, number: Thing) -> str:
    """A number with the ``v =`` before it; alone if there is none."""
    state = context.state
    box = state.box(number)
    for text in state.texts:
        before = state.box(text)
        level = abs(before[1] + before[3] - box[1] - box[3]) < 0.7 * (box[3] - box[1]) + 0.2
        if level and 0 < box[0] - before[2] < 0.5 and text.text.rstrip(" $").endswith(("=", ":")):
            return f"{text.text} {number.text}"
    return number.text


def _abbreviates(one: str, other: str) -> bool:
    """``r`` is short for ``radius``, whichever of them is the tracker's name."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 < len(long) and long.startswith(short)


def _bare(name: str) -> str:
    """``self.x_tracker``, ``x_val`` and ``x`` are the same; so are ``\\theta`` and ``θ``."""
    bare = re.sub(r"^self\.|\\", "", name)
    bare = re.sub(r"_?(tracker|val|value|vt|t)$|^(tracker|val|vt)_", "", bare) if len(bare) > 2 else bare
    return _GREEK.get(bare, bare).rstrip("_").lower()
