"""Numbers in texts that the picture contradicts: trackers, integrals, angles, lengths."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Angle, DecimalNumber, Mobject, Polygon, ValueTracker, Variable

from .context import Context
from .findings import Severity
from .ground import covers
from .plots import Area, Plots, drawn_sum, integral_of
from .stepping import Moment
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
_LIMITS = re.compile(rf"\\int_\{{?\s*({_NUMBER})\s*\}}?\s*\^\{{?\s*({_NUMBER})\s*\}}?")
_COUNT = re.compile(r"^\$?n\s*=\s*(\d+)\$?$")
_AREA = re.compile(rf"(?:[Aa]rea|[Ss]um|A|S|S_\{{?\w+\}}?)\s*(?:=|:|≈|\\approx)\s*({_NUMBER})(?![\d/^])")
_GREEK = {"theta": "θ", "alpha": "α", "beta": "β", "phi": "φ", "omega": "ω", "lambda": "λ"}
_STANDS_S = 1.5
"""A text that is put right by the next play or two was never meant to stand."""


@dataclass(slots=True)
class _Claim:
    """A contradiction, and since when it stands."""

    rule: str
    severity: Severity
    moment: Moment
    state: State
    things: list[Thing]
    message: str
    fix: str


class Claims:
    """``stale-number``, ``wrong-area``, ``wrong-angle`` and ``wrong-length``."""

    def __init__(self, plots: Plots) -> None:
        self._plots = plots
        self._said: dict[tuple[int, str], tuple[str, float]] = {}
        self._standing: dict[tuple[Any, ...], _Claim] = {}
        self._seen: set[tuple[Any, ...]] = set()

    def look(self, context: Context) -> None:
        """At settled states; a text may have been right before anything moved."""
        if context.moment.kind == "within" or context.is_3d:
            return
        texts = [
            one
            for one in context.state.texts
            if re.search(r"\d", one.text) and context.state.opacity(one) > 0.4
        ]
        if context.moment.kind == "start":
            self._trackers(context, texts, may_claim=False)
            return
        self._seen = set()
        if texts:
            self._trackers(context, texts)
            self._areas(context, texts)
            self._angles(context, texts)
            self._lengths(context, texts)
        for key in [one for one in self._standing if one not in self._seen]:
            del self._standing[key]
        for claim in self._standing.values():
            if context.moment.time_s - claim.moment.time_s >= _STANDS_S:
                _say(context, claim)

    def conclude(self, context: Context) -> None:
        """Say what stands at the end."""
        for claim in self._standing.values():
            _say(context, claim)

    def _claim(
        self,
        context: Context,
        rule: str,
        severity: Severity,
        things: list[Thing],
        message: str,
        fix: str,
    ) -> None:
        key = (rule, *(context.log.identity(one) for one in things))
        self._seen.add(key)
        self._standing.setdefault(
            key, _Claim(rule, severity, context.moment, context.state, things, message, fix)
        )

    def _trackers(self, context: Context, texts: list[Thing], *, may_claim: bool = True) -> None:
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
                word = _bare(match[1])
                for bare, known in trackers.items():
                    if bare == word or _abbreviates(bare, word):
                        self._judge_tracker(context, text, match, *known, may_claim)

    def _judge_tracker(
        self, context: Context, text: Thing, match: re.Match[str], name: str, value: float, may_claim: bool
    ) -> None:
        shown = _float(match[2])
        slack = _slack(match[2])
        key = (text.key, f"{match[1]}={name}")
        if abs(shown - value) <= slack:
            self._said[key] = (match[2], value)
            return
        before = self._said.get(key)
        if not may_claim or before is None or before[0] != match[2] or abs(before[1] - value) <= slack:
            return
        log = context.log
        self._claim(
            context, "stale-number", "error", [text],
            f"{log.called(text)} still says {match[1]} = {match[2]}, but `{name}` is {value:.4g} by now.",
            f"make the number follow: `always_redraw(lambda: …{name}.get_value()…)`",
        )  # fmt: skip

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
            integral = _INTEGRAL.search(text.text)
            if integral is not None:
                self._judge_integral(context, text, thing, area, integral, exact)
                continue
            limits = _LIMITS.findall(text.text)
            if len(limits) == 1:
                self._judge_limits(context, text, thing, area, limits[0])
            elif not limits:
                self._judge_sum(context, text, thing, area, exact)

    def _judge_integral(
        self, context: Context, text: Thing, thing: Thing, area: Area, said: re.Match[str], exact: float
    ) -> None:
        a, b, value = (_float(one) for one in said.groups())
        low, high = area[3]
        # An integral with other limits may be about another area; a shared end ties them.
        if abs(a - low) > 1e-6 and abs(b - high) > 1e-6:
            return
        if not self._judge_limits(context, text, thing, area, said.groups()[:2]) and not _near(
            value, exact, said[3]
        ):
            self._say_area(context, text, thing, f"is {exact:.4g}, not {said[3]}")

    def _judge_limits(
        self, context: Context, text: Thing, thing: Thing, area: Area, limits: tuple[str | Any, ...]
    ) -> bool:
        a, b = (_float(one) for one in limits)
        low, high = area[3]
        differs = (abs(a - low) > 0.02, abs(b - high) > 0.02)
        if differs[0] == differs[1]:
            return False
        self._say_area(context, text, thing, f"covers x from {low:.4g} to {high:.4g}, not {a:.4g} to {b:.4g}")
        return True

    def _judge_sum(self, context: Context, text: Thing, thing: Thing, area: Area, exact: float) -> None:
        made, axes = area[0], area[1]
        parts = len(made.submobjects)
        count = _COUNT.match(text.text.strip())
        if count is not None and parts > 1 and int(count[1]) != parts:
            self._say_area(context, text, thing, f"has {parts} rectangles, not {count[1]}")
        plain = _AREA.search(text.text)
        if plain is None:
            return
        drawn = drawn_sum(made, axes) if parts else exact
        if not any(_near(_float(plain[1]), one, plain[1]) for one in (exact, drawn, abs(exact))):
            self._say_area(context, text, thing, f"is {drawn:.4g}, not {plain[1]}")

    def _say_area(self, context: Context, text: Thing, thing: Thing, what: str) -> None:
        self._claim(
            context, "wrong-area", "error", [text, thing],
            f"The area beside {context.log.called(text)} {what}.",
            "correct the text, or the area's `x_range`",
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
                self._claim(
                    context, "wrong-angle", "error", [text, thing],
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
            outside = [one for one, inside in zip(labels, within, strict=True) if not inside]
            self._judge_sides(
                context, thing, sides, [one for one in outside if not _in_a_cell(context, one[0], thing)]
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
        self._claim(
            context, "wrong-length", "warning", [text, thing],
            f"{log.called(text)} stands at a side {length / scale:.2g} long on the scale of the others.",
            f"draw it {value * scale:.2f} units long, or write {length / scale:.2g}",
        )  # fmt: skip


def _say(context: Context, claim: _Claim) -> None:
    context.log.add(
        claim.rule, claim.severity, claim.moment, claim.state, claim.things, claim.message, claim.fix
    )


def _in_a_cell(context: Context, text: Thing, among: Thing) -> bool:
    """Whether the number stands in a shape of its own, no larger than ``among``: it isn't a side's."""
    state = context.state
    centre = _centre(state.box(text))
    width, height = state.box(among)[2:] - state.box(among)[:2]
    for figure in state.figures:
        box = state.box(figure)
        within = bool(((box[:2] < centre) & (centre < box[2:])).all())
        if figure is among or not within or box[2] - box[0] > 1.05 * width or box[3] - box[1] > 1.05 * height:
            continue
        if any(covers(state.snapshot, int(row), centre[None])[0] for row in figure.rows):
            return True
    return False


def _abbreviates(one: str, other: str) -> bool:
    """``r`` is short for ``radius``, whichever of them is the tracker's name."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 < len(long) and long.startswith(short)


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
    if isinstance(looks, Polygon) and isinstance(root, Polygon):
        corners = [np.asarray(one)[:2] for one in root.get_vertices()]
        return list(zip(corners, corners[1:] + corners[:1], strict=True))
    return []
