"""Numbers in texts that the picture contradicts: trackers, integrals, angles, lengths."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from manim import Angle, RightAngle

from . import statements
from .context import Context
from .plots import Area, Plots, drawn_sum, integral_of
from .sides import judge_lengths
from .standing import Standing
from .statements import Number
from .things import State, Thing
from .trackers import StaleNumbers

__all__ = ["Claims"]


class Claims:
    """``stale-number``, ``wrong-area``, ``wrong-angle`` and ``wrong-length``."""

    def __init__(self, plots: Plots) -> None:
        self._plots = plots
        self._standing = Standing()
        self._stale = StaleNumbers(self._standing)

    def look(self, context: Context) -> None:
        """At settled states; a text may have been right before anything moved."""
        if context.moment.kind == "within" or context.is_3d:
            return
        texts = [
            one
            for one in context.state.texts
            if re.search(r"\d|π|\\pi", one.text) and context.state.opacity(one) > 0.4
        ]
        if context.moment.kind == "start":
            self._stale.look(context, texts, may_claim=False)
            return
        self._standing.begin()
        self._angles(context, texts)
        if texts:
            self._stale.look(context, texts)
            self._areas(context, texts)
            judge_lengths(context, texts, self._standing)
        self._standing.close(context)

    def conclude(self, context: Context) -> None:
        """Say what stands at the end."""
        self._standing.conclude(context)

    def _areas(self, context: Context, texts: list[Thing]) -> None:
        shown: dict[int, tuple[Thing, Any]] = {}
        for thing in context.state.figures:
            for one in (thing.root, *thing.ancestors):
                area = self._plots.areas.get(id(context.looks(one)))
                if area is not None:
                    shown[id(area[0])] = (thing, area)
        if len(shown) != 1:
            return
        thing, area = next(iter(shown.values()))
        exact = integral_of(area)
        for text in texts if math.isfinite(exact) else []:
            integral = statements.integral(text.text)
            if integral is not None:
                self._judge_integral(context, text, thing, area, integral, exact)
                continue
            limits = statements.limits(text.text)
            if len(limits) == 1:
                self._judge_limits(context, text, thing, area, limits[0])
            elif not limits:
                self._judge_sum(context, text, thing, area, exact)

    def _judge_integral(
        self,
        context: Context,
        text: Thing,
        thing: Thing,
        area: Area,
        said: tuple[Number, Number, Number],
        exact: float,
    ) -> None:
        a, b, value = said
        low, high = area[3]
        # An integral with other limits may be about another area; a shared end ties them.
        if abs(a.value - low) > 0.02 and abs(b.value - high) > 0.02:
            return
        if not self._judge_limits(context, text, thing, area, (a, b)) and not value.states(exact):
            self._say_area(context, text, thing, f"is {exact:.4g}, not {value.written}")

    def _judge_limits(
        self, context: Context, text: Thing, thing: Thing, area: Area, limits: tuple[Number, Number]
    ) -> bool:
        a, b = (one.value for one in limits)
        low, high = area[3]
        differs = (abs(a - low) > 0.02, abs(b - high) > 0.02)
        if differs[0] == differs[1]:
            return False
        self._say_area(context, text, thing, f"covers x from {low:.4g} to {high:.4g}, not {a:.4g} to {b:.4g}")
        return True

    def _judge_sum(self, context: Context, text: Thing, thing: Thing, area: Area, exact: float) -> None:
        made, axes, _, (low, high) = area
        parts = len(made.submobjects)
        count, width = statements.count(text.text), statements.width(text.text)
        if count is not None and parts > 1 and count != parts:
            self._say_area(context, text, thing, f"has {parts} rectangles, not {count}")
        if width is not None and parts > 1 and not width.states((high - low) / parts):
            self._say_area(
                context, text, thing, f"has rectangles {(high - low) / parts:.4g} wide, not {width.written}"
            )
        stated = statements.area(text.text)
        if stated is None:
            return
        drawn = drawn_sum(made, axes) if parts else exact
        if not any(stated.states(one) for one in (exact, drawn, abs(exact))):
            self._say_area(context, text, thing, f"is {drawn:.4g}, not {stated.written}")

    def _say_area(self, context: Context, text: Thing, thing: Thing, what: str) -> None:
        self._standing.claim(
            context, "wrong-area", "error", [text, thing],
            f"The area beside {context.log.called(text)} {what}.",
            "correct the text, or the area's `x_range`",
        )  # fmt: skip

    def _angles(self, context: Context, texts: list[Thing]) -> None:
        state = context.state
        for thing in state.figures:
            looks: Any = context.looks(thing.root)
            if not isinstance(thing.root, Angle) or not isinstance(looks, Angle):
                continue
            if isinstance(looks, RightAngle):
                self._right_angle(context, thing)
                continue
            if not hasattr(looks, "angle_value"):
                continue
            true = abs(math.degrees(looks.angle_value))
            box = state.box(thing)
            size = max(box[2] - box[0], box[3] - box[1])
            text = _nearest(state, thing, texts, 0.35 + 0.8 * size)
            said = statements.degrees(text.text) if text is not None else None
            if text is None or said is None:
                continue
            if min(abs(said.value - true), abs(said.value - (360 - true))) > 4:
                log = context.log
                self._standing.claim(
                    context, "wrong-angle", "error", [text, thing],
                    f"{log.called(text)} stands at an angle of {true:.0f}°.",
                    f"write {true:.0f}° there, or draw the lines at {said.written}°",
                )  # fmt: skip

    def _right_angle(self, context: Context, thing: Thing) -> None:
        corners = np.asarray(thing.root.points)[:, :2]
        if len(corners) != 8:
            return
        arms = corners[[0, 7]] - corners[3]
        turned = np.arctan2(arms[:, 1], arms[:, 0])
        true = abs(math.degrees(math.remainder(turned[1] - turned[0], math.tau)))
        if abs(90 - true) <= 4:
            return
        name = context.log.name(thing)
        self._standing.claim(
            context, "wrong-angle", "error", [thing],
            f"`{name}` marks a right angle where the lines make {true:.0f}°.",
            "`Angle` in place of `RightAngle`, or draw the lines at 90°",
        )  # fmt: skip


def _nearest(state: State, thing: Thing, texts: list[Thing], within: float) -> Thing | None:
    box = state.box(thing)
    centre = (box[:2] + box[2:]) / 2
    best: tuple[float, Thing] | None = None
    for text in texts:
        other = state.box(text)
        distance = float(np.hypot(*((other[:2] + other[2:]) / 2 - centre)))
        if distance < within + 0.3 * (other[2] - other[0]) and (best is None or distance < best[0]):
            best = (distance, text)
    return best[1] if best is not None else None
