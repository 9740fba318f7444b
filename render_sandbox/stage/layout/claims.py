"""Numbers in texts that the picture contradicts: trackers, integrals, angles, lengths."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from manim import Angle, DecimalNumber, Mobject, Polygon, ValueTracker, Variable

from .context import Context
from .curves import Plots, drawn_sum, integral_of
from .ground import covers
from .things import State, Thing

__all__ = ["Claims"]

_NUMBER = r"[-+−]?\d+(?:\.\d+)?"
_EQUATION = re.compile(
    rf"(\\?[A-Za-zθαβφω_]+(?:_\{{?\w+\}}?)?)\s*(?:=|:|≈|\\approx)\s*({_NUMBER})(?![\d/]|\.\d|\^(?!\s*\{{?\s*\\circ))"
)
_DEGREES = re.compile(rf"({_NUMBER})\s*(?:°|\^\s*\{{?\s*\\circ\s*\}}?|\\degree|degrees)")
_LENGTH = re.compile(rf"^\$?({_NUMBER})\s*(?:\\?,?\s*(?:cm|m|mm|km|units?|\\text\{{\s*\w+\s*\}}))?\$?$")
_INTEGRAL = re.compile(
    rf"\\int_\{{?\s*({_NUMBER})\s*\}}?\s*\^\{{?\s*({_NUMBER})\s*\}}?.*?(?:=|\\approx)\s*({_NUMBER})(?![\d/^])"
)
_AREA = re.compile(rf"(?:[Aa]rea|[Ss]um|A|S|S_\{{?\w+\}}?)\s*(?:=|:|≈|\\approx)\s*({_NUMBER})(?![\d/^])")
_GREEK = {"theta": "θ", "alpha": "α", "beta": "β", "phi": "φ", "omega": "ω", "lambda": "λ"}


class Claims:
    """``stale-number``, ``wrong-area``, ``wrong-angle`` and ``wrong-length``."""

    def __init__(self, plots: Plots) -> None:
        self._plots = plots
        self._said: dict[tuple[int, str], tuple[str, float]] = {}

    def look(self, context: Context) -> None:
        """At settled states."""
        if context.moment.kind != "end" or context.is_3d:
            return
        texts = [
            one
            for one in context.state.texts
            if re.search(r"\d", one.text) and context.state.opacity(one) > 0.4
        ]
        if not texts:
            return
        self._trackers(context, texts)
        self._areas(context, texts)
        self._angles(context, texts)
        self._lengths(context, texts)

    def conclude(self, context: Context) -> None:
        """Nothing is left to say."""

    def _trackers(self, context: Context, texts: list[Thing]) -> None:
        """A text that said a tracker's value as it appeared and doesn't follow it."""
        trackers = {
            _bare(name): (name, float(np.real(value.get_value())))
            for name, value in context.log.names.values.items()
            if isinstance(value, ValueTracker)
        }
        for text in texts if trackers else []:
            if any(one.updaters for one in (text.root, *text.ancestors)) or isinstance(
                text.root, DecimalNumber
            ):
                continue
            if any(isinstance(one, Variable) for one in text.ancestors):
                continue
            for match in _EQUATION.finditer(text.text):
                known = trackers.get(_bare(match[1]))
                if known is None:
                    continue
                self._judge_tracker(context, text, match, *known)

    def _judge_tracker(
        self, context: Context, text: Thing, match: re.Match[str], name: str, value: float
    ) -> None:
        shown = _float(match[2])
        slack = _slack(match[2])
        key = (text.key, match[1])
        if abs(shown - value) <= slack:
            self._said[key] = (match[2], value)
            return
        before = self._said.get(key)
        if before is None or before[0] != match[2] or abs(before[1] - value) <= slack:
            return
        log = context.log
        log.add(
            "stale-number", "error", context.moment, context.state, [text],
            f"{log.called(text)} still says {match[1]} = {match[2]}, but `{name}` is {value:.4g} by now.",
            f"make the number follow: `always_redraw(lambda: …{name}.get_value()…)`",
        )  # fmt: skip

    def _areas(self, context: Context, texts: list[Thing]) -> None:
        shown: dict[int, Thing] = {}
        for thing in context.state.figures:
            for one in (thing.root, *thing.ancestors):
                if id(one) in self._plots.areas:
                    shown[id(one)] = thing
        if len(shown) != 1:
            return
        key, thing = next(iter(shown.items()))
        made, axes, _, (low, high) = area = self._plots.areas[key]
        exact = integral_of(area)
        if not math.isfinite(exact):
            return
        drawn = drawn_sum(made, axes) if made.submobjects else exact
        for text in texts:
            integral = _INTEGRAL.search(text.text)
            if integral is not None:
                a, b, value = (_float(one) for one in integral.groups())
                # An integral with other limits may be about another area; a shared end ties them.
                tied = abs(a - low) < 1e-6 or abs(b - high) < 1e-6
                if tied and (abs(a - low) > 0.02 or abs(b - high) > 0.02):
                    self._say_area(
                        context, text, thing, f"covers x from {low:.4g} to {high:.4g}, not {a:.4g} to {b:.4g}"
                    )
                elif tied and not _near(value, exact, integral[3]):
                    self._say_area(context, text, thing, f"is {exact:.4g}, not {integral[3]}")
                continue
            plain = _AREA.search(text.text)
            if plain is not None and not any(
                _near(_float(plain[1]), one, plain[1]) for one in (exact, drawn, abs(exact))
            ):
                self._say_area(context, text, thing, f"is {drawn:.4g}, not {plain[1]}")

    def _say_area(self, context: Context, text: Thing, thing: Thing, what: str) -> None:
        log = context.log
        log.add(
            "wrong-area", "error", context.moment, context.state, [text, thing],
            f"The area beside {log.called(text)} {what}.", "correct the text, or the area's `x_range`",
        )  # fmt: skip

    def _angles(self, context: Context, texts: list[Thing]) -> None:
        state = context.state
        angles = [
            one for one in state.figures if isinstance(one.root, Angle) and hasattr(one.root, "angle_value")
        ]
        for thing in angles:
            root: Any = thing.root
            if root.updaters or any(one.updaters for one in thing.ancestors):
                continue
            box = state.box(thing)
            size = max(box[2] - box[0], box[3] - box[1])
            text = _nearest(state, thing, texts, 0.35 + 0.8 * size)
            match = _DEGREES.search(text.text) if text is not None else None
            if text is None or match is None or _DEGREES.sub("", text.text).count("°"):
                continue
            true = abs(math.degrees(_turned(root)))
            if min(abs(_float(match[1]) - true), abs(_float(match[1]) - (360 - true))) > 4:
                log = context.log
                log.add(
                    "wrong-angle", "error", context.moment, state, [text, thing],
                    f"{log.called(text)} stands at an angle of {true:.0f}°.",
                    f"write {true:.0f}° there, or draw the lines at {match[1]}°",
                )  # fmt: skip

    def _lengths(self, context: Context, texts: list[Thing]) -> None:
        """Sides of one polygon (or lines) with plain numbers at their middles, compared with each other."""
        labels = [
            (one, _float(match[1])) for one in texts
            if not one.roles & {"tick", "entry"} and (match := _LENGTH.match(one.text.strip()))
        ]  # fmt: skip
        if len(labels) < 2:
            return
        for thing in context.state.figures:
            sides = _sides(context.looks(thing.root), thing.root)
            if not 3 <= len(sides) <= 4:
                continue
            row = context.state.snapshot.order.get(thing.key)
            if row is None:
                continue
            centres = np.array([_centre(context.state.box(text)) for text, _ in labels])
            within = covers(context.state.snapshot, row, centres)
            self._judge_sides(
                context, thing, sides, [one for one, inside in zip(labels, within, strict=True) if not inside]
            )

    def _judge_sides(
        self, context: Context, thing: Thing, sides: list[tuple[Any, Any]], labels: list[tuple[Thing, float]]
    ) -> None:
        pairs: list[tuple[Thing, float, float]] = []
        for start, end in sides:
            middle = (start + end) / 2
            length = float(np.hypot(*(end - start)))
            near: list[tuple[float, Thing, float]] = []
            for text, value in labels:
                box = context.state.box(text)
                distance = float(np.hypot(*((box[:2] + box[2:]) / 2 - middle)))
                if distance < 0.55:
                    near.append((distance, text, value))
            if len(near) == 1 and near[0][2] > 0 and length > 1.2:
                pairs.append((near[0][1], near[0][2], length))
        if len(pairs) < 2:
            return
        ratios = [length / value for _, value, length in pairs]
        if max(ratios) / min(ratios) < 1.3:
            return
        log = context.log
        odd = int(np.argmax([abs(math.log(one / float(np.median(ratios)))) for one in ratios]))
        text, value, length = pairs[odd]
        scale = float(np.median([one for index, one in enumerate(ratios) if index != odd]))
        log.add(
            "wrong-length", "warning", context.moment, context.state, [text, thing],
            f"{log.called(text)} stands at a side {length / scale:.2g} long on the scale of the others.",
            f"draw it {value * scale:.2f} units long, or write {length / scale:.2g}",
        )  # fmt: skip


def _bare(name: str) -> str:
    """``self.x_tracker``, ``x_val`` and ``x`` are the same; so are ``\\theta`` and ``θ``."""
    bare = re.sub(r"^self\.|\\", "", name)
    bare = re.sub(r"_?(tracker|val|value|vt|t)$|^(tracker|val|vt)_", "", bare) if len(bare) > 2 else bare
    return _GREEK.get(bare, bare).rstrip("_").lower()


def _centre(box: Any) -> Any:
    return (box[:2] + box[2:]) / 2


def _float(text: str) -> float:
    return float(text.replace("−", "-"))


def _slack(text: str) -> float:
    decimals = len(text.split(".")[1]) if "." in text else 0
    return 0.51 * 10.0**-decimals


def _near(value: float, exact: float, text: str) -> bool:
    return abs(value - exact) <= max(1.02 * _slack(text), 0.015 * abs(exact))


def _turned(angle: Any) -> float:
    return float(angle.angle_value)


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


def _sides(looks: Mobject, root: Mobject) -> list[tuple[Any, Any]]:
    if isinstance(looks, Polygon):
        corners = [np.asarray(one)[:2] for one in root.get_vertices()]  # pyright: ignore[reportAttributeAccessIssue]
        return list(zip(corners, corners[1:] + corners[:1], strict=True))
    return []
