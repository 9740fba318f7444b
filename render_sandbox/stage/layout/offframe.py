"""Texts and figures that the frame's edge cuts."""

from __future__ import annotations

import numpy as np
from manim import Arrow, FunctionGraph, Line, Mobject, NumberPlane, ParametricFunction, PolarPlane

from .context import Context
from .findings import direction
from .snapshot import Floats, Frame
from .stepping import Moment
from .things import State, Thing

__all__ = ["OffFrame"]

_TEXT_SLACK = 0.02
_FIGURE_SLACK = 0.2
_MARGIN = 0.25
_SWEEPS = (Line, ParametricFunction, FunctionGraph, NumberPlane, PolarPlane)


class OffFrame:
    """``text-off-frame`` and ``figure-off-frame``."""

    def __init__(self) -> None:
        self._placed: dict[int, tuple[Floats, Frame]] = {}
        self._parked: dict[int, tuple[Moment, State, Thing]] = {}
        self._shown: set[int] = set()

    def look(self, context: Context) -> None:
        """At settled states; a thing on its way may pass the edge."""
        frame = context.state.snapshot.frame.box
        self._shown.update(
            one.key for one in context.state.texts if not _is_wholly_out(context.state.box(one), frame)
        )
        if context.moment.kind != "end":
            if context.moment.kind == "within":
                self._swing(context)
            return
        for thing in context.state.texts:
            if self._placed_for_this_frame(context, thing):
                self._text(context, thing)
        for thing in context.state.figures:
            if self._placed_for_this_frame(context, thing):
                self._figure(context, thing)

    def conclude(self, context: Context) -> None:
        """A text that only ever settled outside the frame wasn't parked there, it was misplaced."""
        for key, (moment, state, thing) in self._parked.items():
            if key in self._shown:
                continue
            box, frame = state.box(thing), state.snapshot.frame
            shift, _ = _way_in(box, frame)
            sides = _sides(_outside(box, frame.box))
            context.log.add(
                "text-off-frame", "error", moment, state, [thing],
                f"{context.log.called(thing)} is wholly outside the frame {sides} and never seen.",
                f"`{context.log.name(thing)}.shift({direction(*shift)})`",
                hint={"shift": shift, "factor": 1.0},
            )  # fmt: skip

    def _placed_for_this_frame(self, context: Context, thing: Thing) -> bool:
        """Whether the thing was put where it is while the camera showed what it shows."""
        box, frame = context.state.box(thing), context.state.snapshot.frame
        known = self._placed.get(thing.key)
        if known is None or np.abs(known[0] - box).max() > 0.05:
            self._placed[thing.key] = known = (box, frame)
        return frame.is_default or np.allclose(known[1].box, frame.box, atol=0.05)

    def _text(self, context: Context, thing: Thing) -> None:
        box, frame = context.state.box(thing), context.state.snapshot.frame
        out = _outside(box, frame.box)
        if _is_wholly_out(box, frame.box):
            if thing.key not in self._parked:
                self._parked[thing.key] = (context.moment, context.state, thing)
                context.suspect()
            return
        if out.max() <= _TEXT_SLACK or context.hidden(thing):
            return
        if context.state.opacity(thing) < 0.2:
            return
        shift, factor = _way_in(box, frame)
        name = context.log.name(thing)
        fix = f"`{name}.shift({direction(*shift)})`"
        if factor < 1:
            wide = box[2] - box[0] > frame.width - 2 * _MARGIN
            limit = frame.width - 2 * _MARGIN if wide else frame.height - 2 * _MARGIN
            fix = f"`{name}.scale_to_fit_{'width' if wide else 'height'}({limit:.2f})`"
            fix += ", or break it into two lines" if wide else ""
            if max(abs(one) for one in shift) > 0.005:
                fix += f", then `{name}.shift({direction(*shift)})`"
        context.log.add(
            "text-off-frame", "error", context.moment, context.state, [thing],
            f"{context.log.called(thing)} leaves the frame {_sides(out)}.", fix,
            hint={"shift": shift, "factor": factor}, weight=float(out.max()),
        )  # fmt: skip

    def _figure(self, context: Context, thing: Thing) -> None:
        state, frame = context.state, context.state.snapshot.frame
        looks = context.looks(thing.root)
        if thing.roles & {"grid", "highlight"} or context.is_3d or not _has_an_end(looks):
            return
        if _under_a_plane(thing):
            return
        box = state.box(thing)
        out = _outside(box, frame.box)
        width, height = box[2] - box[0], box[3] - box[1]
        if out.max() < max(_FIGURE_SLACK, 0.04 * max(width, height)) or _is_wholly_out(box, frame.box):
            return
        is_backdrop = width > 0.9 * frame.width or height > 0.9 * frame.height
        if (
            state.opacity(thing) < 0.35
            or (is_backdrop and "axes" not in thing.roles)
            or context.hidden(thing)
        ):
            return
        shift, factor = _way_in(box, frame)
        name = context.log.name(thing)
        fix = f"`{name}.shift({direction(*shift)})`"
        if factor < 1:
            fix = f"`{name}.scale({factor:.2f})`, then place it within the frame"
        context.log.add(
            "figure-off-frame", "warning", context.moment, state, [thing],
            f"{context.log.called(thing)} is cut by the frame's edge {_sides(out)}.", fix,
            hint={"shift": shift, "factor": factor}, weight=float(out.max()),
        )  # fmt: skip

    def _swing(self, context: Context) -> None:
        """A text that is inside before and after a play, and well outside within it."""
        frame = context.state.snapshot.frame
        if not frame.is_default:
            return
        for thing in context.state.texts:
            box = context.state.box(thing)
            out = _outside(box, frame.box)
            if out.max() > 0.3 and not context.is_changing(thing) and context.state.opacity(thing) > 0.5:
                before = context.start_box(thing)
                if before is not None and _outside(before, frame.box).max() <= _TEXT_SLACK:
                    context.suspect()
                    context.later(thing, lambda c, t, o=out: _swung(c, t, o))


def _swung(context: Context, thing: Thing, out: Floats) -> None:
    frame = context.state.snapshot.frame
    if _outside(context.state.box(thing), frame.box).max() > _TEXT_SLACK:
        return
    context.log.add(
        "text-off-frame", "warning", context.moment, context.state, [thing],
        f"{context.log.called(thing)} leaves the frame {_sides(out)} on its way.",
        "take a shorter or straighter way: a smaller `path_arc`, or two steps",
    )  # fmt: skip


def _outside(box: Floats, frame: tuple[float, float, float, float]) -> Floats:
    """How far a box is out: left, bottom, right, top."""
    return np.array([frame[0] - box[0], frame[1] - box[1], box[2] - frame[2], box[3] - frame[3]]).clip(0)


def _is_wholly_out(box: Floats, frame: tuple[float, float, float, float]) -> bool:
    return bool(box[2] < frame[0] or box[0] > frame[2] or box[3] < frame[1] or box[1] > frame[3])


def _sides(out: Floats) -> str:
    names = ("left", "bottom", "right", "top")
    return ", ".join(
        f"at the {name} by {value:.2f}" for name, value in zip(names, out, strict=True) if value > 0.005
    )


def _way_in(box: Floats, frame: Frame) -> tuple[tuple[float, float], float]:
    """The shift (after scaling about its centre) that brings a box inside, and the factor it needs."""
    width, height = box[2] - box[0], box[3] - box[1]
    factor = min(1.0, (frame.width - 2 * _MARGIN) / width, (frame.height - 2 * _MARGIN) / max(height, 1e-6))
    shift: list[float] = []
    for axis in (0, 1):
        centre = (box[axis] + box[axis + 2]) / 2
        half = factor * (box[axis + 2] - box[axis]) / 2
        low, high = frame.box[axis] + _MARGIN + half, frame.box[axis + 2] - _MARGIN - half
        is_out = box[axis] < frame.box[axis] or box[axis + 2] > frame.box[axis + 2]
        target = float(np.clip(centre, min(low, high), max(low, high))) if is_out or factor < 1 else centre
        shift.append(target - centre)
    return (shift[0], shift[1]), factor


def _has_an_end(looks: Mobject) -> bool:
    """Lines, curves and grids may well run out of the picture; an arrow's tip may not."""
    return isinstance(looks, Arrow) or not isinstance(looks, _SWEEPS)


def _under_a_plane(thing: Thing) -> bool:
    return any(isinstance(one, (NumberPlane, PolarPlane)) for one in (*thing.ancestors, thing.root))
