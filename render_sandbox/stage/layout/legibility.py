"""Texts too small or too faint to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import SingleStringMathTex

from .context import Context
from .findings import Severity
from .ground import contrast, luminance
from .snapshot import Floats
from .stepping import Moment
from .things import State, Thing

__all__ = ["Legibility"]

_SMALLEST = 1 / 64
"""Height of capitals, as a part of the frame's short side: 17 of 1080 pixels."""
_SMALL_ENOUGH = 0.93
"""Height is told in whole pixels and measured on letters: what misses by one is let through."""
_LARGE = 1 / 40
_MOST_NAMED = 20
_MOST_ALIKE = 5
_INDEX = re.compile(r"(\[\d+\])+$")
_RATIO_LARGE = 3.0
_RATIO_SMALL = 4.5
_NEAR_ENOUGH = 0.88
"""The ground is measured at a few points and gradients count as their mean."""
_UNREADABLE = 0.6
_ALIKE = " Just as faint: "


@dataclass(slots=True)
class _Best:
    """The best that a text was seen at, and the first time that it was seen at all."""

    size: float
    ratio: float
    needed: float
    moment: Moment
    state: State
    thing: Thing
    opacity: float
    ground: Floats


class Legibility:
    """``tiny-text`` and ``low-contrast``. What was readable once may become small or dim later."""

    def __init__(self) -> None:
        self._best: dict[int, _Best] = {}

    def look(self, context: Context) -> None:
        """At settled states."""
        if context.moment.kind != "end":
            return
        for text in context.state.texts:
            if context.state.opacity(text) < 0.15 or context.hidden(text):
                continue
            size = _capitals(context, text)
            ratio, opacity, ground = self._ratio(context, text)
            needed = _RATIO_LARGE if size >= _LARGE else _RATIO_SMALL
            best = self._best.get(text.key)
            if best is None:
                if size < _SMALL_ENOUGH * _SMALLEST or ratio < needed * _NEAR_ENOUGH:
                    context.suspect()
                self._best[text.key] = _Best(
                    size, ratio, needed, context.moment, context.state, text, opacity, ground
                )
                continue
            best.size = max(best.size, size)
            if ratio / needed > best.ratio / best.needed:
                best.ratio, best.needed = ratio, needed
                best.opacity = max(best.opacity, opacity)
            elif (
                ratio < needed * _NEAR_ENOUGH
                and needed <= best.ratio
                and np.abs(ground - best.ground).max() > 0.1
            ):
                # Readable before, now on another ground: it was moved there, or its ground was painted.
                self._faint(context, context.moment, context.state, text, ratio, needed, ground, False)

    def conclude(self, context: Context) -> None:
        """Judge each text by its best."""
        for best in self._best.values():
            if (
                best.size < _SMALL_ENOUGH * _SMALLEST
                and best.thing.whole is None
                and _has_letters(best.thing)
            ):
                self._tiny(context, best)
            if best.ratio < best.needed * _NEAR_ENOUGH:
                self._faint(
                    context, best.moment, best.state, best.thing, best.ratio, best.needed, best.ground
                )

    def _tiny(self, context: Context, best: _Best) -> None:
        log, factor = context.log, _SMALLEST * 1.15 / max(best.size, 1e-6)
        thing = best.thing
        # The entries of a table grow with it; the numbers of an axis have a size of their own.
        owner = thing.top if thing.roles & {"entry"} else thing.root
        name = log.names.name(owner, () if owner is thing.top else thing.ancestors)
        log.add(
            "tiny-text", "error" if best.size < 0.75 * _SMALLEST else "warning",
            best.moment, best.state, [best.thing],
            f"{log.called(best.thing)} has capitals {best.size * 1080:.0f} pixels high at 1080p; "
            f"{_SMALLEST * 1080:.0f} can be read.",
            f"`{name}.scale({factor:.2f})`, or a font size {factor:.2f} times as large",
            hint={"factor": factor, "target": "" if "tick" in thing.roles else name},
            key=_key("tiny-text", best.thing),
        )  # fmt: skip

    def _faint(
        self,
        context: Context,
        moment: Moment,
        state: State,
        thing: Thing,
        ratio: float,
        needed: float,
        ground: Floats,
        mechanical: bool = True,
    ) -> None:
        log = context.log
        name = log.name(thing)
        rows = state.rows(thing)
        pair = (tuple(np.round(state.snapshot.fill[rows[0]], 1)), tuple(np.round(ground, 1)))
        key = ("low-contrast", pair)
        known = log.findings.get(key)
        if known is not None and thing.key not in known.keys:
            # The same colours on the same ground: one fault, with one more thing.
            if len(known.keys) < _MOST_NAMED:
                known.things.append(log.describe(state, thing))
                known.keys = (*known.keys, thing.key)
                known.message = f"{known.message.partition(_ALIKE)[0]}{_alike(known.things)}"
            return
        color = "WHITE" if luminance(ground) < 0.2 else "BLACK"
        log.add(
            "low-contrast", _severity(state, rows, ratio, needed, ground), moment, state, [thing],
            f"{log.called(thing)} stands out from its ground by {ratio:.1f}:1; {needed:.1f}:1 is the least.",
            f"`{name}.set_color({color})`, or another ground", hint={"color": color} if mechanical else {},
            key=key,
        )  # fmt: skip

    def _ratio(self, context: Context, text: Thing) -> tuple[float, float, Floats]:
        """Contrast of the text at full strength, how strong it is, and its ground."""
        snapshot = context.state.snapshot
        rows = context.state.rows(text)
        rows = rows[snapshot.flat[rows]]
        if not len(rows):
            return 21.0, 1.0, snapshot.background
        filled = snapshot.fill[rows, 3] > 0.1
        ink = np.where(filled[:, None], snapshot.fill[rows, :3], snapshot.stroke[rows, :3])
        alpha = np.maximum(snapshot.fill[rows, 3], snapshot.stroke[rows, 3] * ~filled)
        centres = (snapshot.boxes[rows, :2] + snapshot.boxes[rows, 2:]) / 2
        below, known = context.ground.below(int(rows[0]), centres)
        if not known.any() or (context.is_3d and len(context.ground.fills) > 200):
            return 21.0, 1.0, snapshot.background
        strength = float(alpha.max())
        # Dimmed on purpose is not faint by mistake: what counts is the colour it was given.
        full = ink if strength >= 0.2 else ink * strength + below * (1 - strength)
        ratios = np.sort(contrast(full[known], below[known]))
        # One dark word in a long line counts; one dark glyph doesn't.
        at = min(len(ratios) - 1, max(int(0.25 * len(ratios)), min(2, len(ratios) - 1)))
        return float(ratios[at]), strength, below.mean(axis=0)


def _severity(
    state: State, rows: npt.NDArray[np.int64], ratio: float, needed: float, ground: Floats
) -> Severity:
    """Below three fifths of the ratio nobody reads it.

    Above, a large white label on a colour of its own is what everybody draws (white on ``BLUE``): worth
    a note, no finding.
    """
    if ratio < _UNREADABLE * needed:
        return "error"
    is_label = needed <= _RATIO_LARGE and float(np.abs(ground - state.snapshot.background).max()) > 0.1
    is_white = float(luminance(_mean_ink(state, rows))) > 0.8
    return "note" if is_label and is_white else "warning"


def _mean_ink(state: State, rows: npt.NDArray[np.int64]) -> Floats:
    filled = state.snapshot.fill[rows, 3:] > 0.1
    return np.where(filled, state.snapshot.fill[rows, :3], state.snapshot.stroke[rows, :3]).mean(axis=0)


def _alike(things: list[dict[str, Any]]) -> str:
    """Which others share the first one's fault; those of one list are said once."""
    names = list(dict.fromkeys(_INDEX.sub("", str(thing["name"])) for thing in things[1:]))
    said = ", ".join(f"`{name}`" for name in names[:_MOST_ALIKE])
    return f"{_ALIKE}{said}{'' if len(names) <= _MOST_ALIKE else ' …'} ({len(things) - 1} more)."


def _key(rule: str, thing: Thing) -> tuple[object, ...] | None:
    """The numbers of one axis and the entries of one table share a fault."""
    if thing.roles & {"tick", "entry"} and thing.ancestors:
        return (rule, id(thing.top))
    return None


def _has_letters(thing: Thing) -> bool:
    return any(one.isalnum() for one in thing.text)


def _capitals(context: Context, text: Thing) -> float:
    """Height of the text's capitals as a part of the frame's short side."""
    snapshot = context.state.snapshot
    boxes = snapshot.boxes[context.state.rows(text)]
    heights = boxes[:, 3] - boxes[:, 1]
    short = min(snapshot.frame.width, snapshot.frame.height)
    tallest = heights.max()
    if isinstance(context.looks(text.root), SingleStringMathTex):
        bulk = heights[heights > 0.3 * np.percentile(heights, 90)]
        return float(np.median(bulk) * 1.25 / short) if len(bulk) else float(tallest / short)
    solid = heights[heights > 0.5 * tallest]
    # Ascenders and capitals are the upper half of the heights; x-height alone needs stretching.
    cap = float(np.percentile(solid, 80))
    if text.text and text.text.islower() and not set(text.text) & set("bdfhkltijgpqy"):
        cap *= 1.35
    return cap / short
