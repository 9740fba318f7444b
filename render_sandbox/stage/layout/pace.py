"""Motion of the whole frame that is too fast, and scenes that outlast their narration."""

from __future__ import annotations

import math

import numpy as np

from .context import Context
from .snapshot import Floats, Frame
from .stepping import Moment

__all__ = ["Pace", "outlasts"]

_FASTEST_PAN = 1.8
"""Frame widths a second, averaged over a play."""
_FASTEST_ZOOM = math.log(4) / 0.6
_SHARE_OF_THINGS = 0.75
_AFTERWARDS_S = 3.0
_BETWEEN_S = 10.0
"""Silence that a scene may have after its narration, and in all."""


class Pace:
    """``fast-motion``: the camera, or everything at once, moves faster than the eye follows."""

    def __init__(self) -> None:
        self._frame: Frame | None = None
        self._centres: dict[int, Floats] = {}
        self._time = 0.0
        self._pan = self._zoom = self._sweep = 0.0
        self._begun = 0.0

    def look(self, context: Context) -> None:
        """Adds up the way between the states of a play."""
        moment, frame = context.moment, context.state.snapshot.frame
        if moment.kind == "start":
            self._pan = self._zoom = self._sweep = 0.0
            self._begun = moment.time_s
        elif self._frame is not None:
            self._add(context, self._frame, frame)
        self._frame = frame
        self._centres = _centres(context)
        if moment.kind == "end":
            self._judge(context, moment)
            self._pan = self._zoom = self._sweep = 0.0
            self._begun = moment.time_s

    def conclude(self, context: Context) -> None:
        """Nothing is left to say."""

    def _add(self, context: Context, before: Frame, now: Frame) -> None:
        a, b = np.array(before.box), np.array(now.box)
        way = np.hypot(*((b[:2] + b[2:] - a[:2] - a[2:]) / 2)) / max(before.width, now.width)
        self._pan += float(way)
        self._zoom += abs(math.log(max(now.width, 1e-6) / max(before.width, 1e-6)))
        centres = _centres(context)
        shared = [key for key in centres if key in self._centres]
        if len(shared) < 4:
            return
        moves = np.array([centres[key] - self._centres[key] for key in shared])
        common = np.median(moves, axis=0)
        together = np.hypot(*(moves - common).T) < 0.1 + 0.1 * np.hypot(*common)
        if together.mean() > _SHARE_OF_THINGS:
            self._sweep += float(np.hypot(*common)) / now.width

    def _judge(self, context: Context, moment: Moment) -> None:
        duration = max(moment.time_s - self._begun, 1e-3)
        pan = max(self._pan, self._sweep)
        if pan > 0.3 and pan / duration > _FASTEST_PAN:
            who = "The camera" if self._pan >= self._sweep else "Everything on the frame"
            needed = pan / (0.6 * _FASTEST_PAN)
            message = f"{who} moves {pan / duration:.1f} frame widths a second; the eye follows about 1."
        elif self._zoom > 0.7 and self._zoom / duration > _FASTEST_ZOOM:
            needed = self._zoom / (0.6 * _FASTEST_ZOOM)
            factor = math.exp(self._zoom)
            message = f"The camera zooms by {factor:.1f} in {duration:.2f} s, faster than the eye follows."
        else:
            return
        context.log.add(
            "fast-motion", "warning", moment, context.state, [], message,
            f"`run_time={needed:.1f}`", key=("fast-motion", moment.play.index), hint={"run_time": needed},
        )  # fmt: skip


def _centres(context: Context) -> dict[int, Floats]:
    state = context.state
    found: dict[int, Floats] = {}
    for thing in state.things:
        if state.visible(thing) and not context.is_changing(thing):
            box = state.box(thing)
            found[thing.key] = (box[:2] + box[2:]) / 2
    return found


def outlasts(context: Context, narration_s: float, voiced_s: float = 0.0, meant_s: float = 0.0) -> None:
    """``outlasts-narration``: the scene is longer than its narration by much.

    ``narration_s`` is when the last word ends (0: there is none), ``voiced_s`` how long the lines last
    together (0: not known), ``meant_s`` how long it is silent on purpose.
    """
    total = context.moment.time_s - meant_s
    silent = total - narration_s
    if narration_s > 0 and silent > max(_AFTERWARDS_S, 0.25 * narration_s):
        message = (
            f"The scene goes on for {silent:.1f} s after its narration, which ends at {narration_s:.1f} s."
        )
        fix = f"shorten the plays and waits after {narration_s:.1f} s by {silent - 1.5:.1f} s, or say more"
    elif voiced_s > 0 and total - voiced_s > max(_BETWEEN_S, 1.5 * voiced_s):
        message = f"The scene lasts {total:.1f} s, and only {voiced_s:.1f} s of it are narrated."
        fix = "say what is seen in the pauses, or shorten them"
    else:
        return
    context.log.add(
        "outlasts-narration", "warning", context.moment, context.state, [], message, fix,
        key=("outlasts-narration",),
    )  # fmt: skip
