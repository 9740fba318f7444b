"""Lines, outlines and curves that run through a text, and shapes that hide a part of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from manim import Arrow, ArrowTip, Line, Mobject, NumberPlane

from .context import Context
from .findings import direction
from .ground import contrast, outline
from .snapshot import Floats
from .stepping import Moment
from .strokes import ends_among, ink_of, length_inside, shrunk, stroked, way_off
from .things import State, Thing

__all__ = ["Crossings"]

_LEGIBLE_OVER = 6.5
"""A line this far from the text's own colour doesn't disturb it."""


_CURTAIN = 0.45
"""Part of the frame above which a cover is a curtain: what lies under it is done with."""
_BURIED_S = 1.0
_LONG_CROSSING_S = 0.75
"""What crosses for less is past before anybody wanted to read."""
_WORD = 3
"""Glyphs from which on a text is read rather than recognized."""


@dataclass(slots=True)
class _Burial:
    """A text that something settled on, whole; a fault if it stays there."""

    moment: Moment
    state: State
    text: Thing
    cover: Thing
    until_s: float


@dataclass(slots=True)
class _Passing:
    """A line and a text that cross in motion, and for how long."""

    moment: Moment
    state: State
    text: Thing
    figure: Thing
    seconds: float = 0.0


class _Hit(NamedTuple):
    """A figure whose line is on a text: on which glyphs, whether right through, whether it ends there."""

    figure: Thing
    glyphs: npt.NDArray[np.bool_]
    through: bool
    ends: bool


class Crossings:
    """``text-over-line`` and ``text-hidden``."""

    def __init__(self) -> None:
        self._open: set[int] = set()
        self._buried: dict[int, _Burial] = {}
        self._passing: dict[tuple[int, int], _Passing] = {}
        self._last_s = 0.0

    def look(self, context: Context) -> None:
        """At settled states; within a play only what is crossed for long, by something that moves."""
        if context.moment.kind != "end":
            self._watch_motion(context)
            return
        for text in context.state.texts:
            if context.state.opacity(text) < 0.25:
                continue
            if context.hidden(text):
                self._bury(context, text)
                continue
            self._open.add(text.key)
            self._buried.pop(text.key, None)
            cover = self._hidden(context, text)
            if not context.is_3d:
                self._crossed(context, text, cover)
        self._judge_motion(context)

    def conclude(self, context: Context) -> None:
        """Say which texts something settled on and stayed."""
        log = context.log
        for one in self._buried.values():
            if one.until_s - one.moment.time_s < _BURIED_S:
                continue
            log.add(
                "text-hidden", "error", one.moment, one.state, [one.text, one.cover],
                f"{log.called(one.text)} lies wholly behind {log.called(one.cover)} from here on.",
                f"`{log.name(one.text)}.set_z_index({log.name(one.cover)}.z_index + 1)`, "
                f"or `FadeOut({log.name(one.text)})` first, if it is done with",
            )  # fmt: skip

    def _bury(self, context: Context, text: Thing) -> None:
        known = self._buried.get(text.key)
        if known is not None:
            known.until_s = context.moment.time_s
            return
        start = context.start_box(text)
        if text.key not in self._open or start is None:
            return  # never in the open: that is for `never-seen`
        box = context.state.box(text)
        if np.abs(start - box).max() > 0.1:
            return  # it went in there itself, as a letter goes into an envelope
        row = int(context.state.rows(text)[0])
        opacity, by = context.ground.above(row, ((box[:2] + box[2:]) / 2)[None])
        cover = _thing_of(context.state, by[-1]) if by and opacity[0] > 0.8 else None
        if cover is None or cover.key == text.key:
            return
        over = context.state.box(cover)
        frame = context.state.snapshot.frame
        if (over[2] - over[0]) * (over[3] - over[1]) < _CURTAIN * frame.width * frame.height:
            self._buried[text.key] = _Burial(
                context.moment, context.state, text, cover, context.moment.time_s
            )
            context.suspect()

    def _hidden(self, context: Context, text: Thing) -> int | None:
        """The key of what hides a part of the text."""
        covered = context.covered(text)
        share = float(covered.mean()) if len(covered) else 0.0
        if share < 0.08 or covered.sum() < 1:
            return None
        rows = context.state.rows(text)
        boxes = context.state.snapshot.boxes[rows[covered]]
        _, by = context.ground.above(int(rows[covered][0]), ((boxes[:, :2] + boxes[:, 2:]) / 2)[:1])
        cover = _thing_of(context.state, by[-1] if by else -1)
        if cover is None or cover.key == text.key:
            return None
        log = context.log
        context.log.add(
            "text-hidden", "error", context.moment, context.state, [text, cover],
            f"{log.called(text)} is hidden for {share:.0%} behind {log.called(cover)}.",
            f"`{log.name(text)}.set_z_index({log.name(cover)}.z_index + 1)`, or move one of them",
            weight=share,
        )  # fmt: skip
        return cover.key

    def _watch_motion(self, context: Context) -> None:
        """Note which moving texts and lines cross in this state, and for how long they have."""
        now = context.moment.time_s
        if context.moment.kind == "start":
            self._passing, self._last_s = {}, now
        since, self._last_s = now - self._last_s, now
        if context.is_3d or context.moment.kind == "start":
            return
        for text in context.state.texts:
            if len(text.rows) < _WORD or context.state.opacity(text) < 0.5 or context.is_changing(text):
                continue
            for figure, hit, _, _ in self._hits_of(context, text, None):
                both_stand = not (_moves(context, text) or _moves(context, figure))
                if both_stand or context.is_changing(figure) or hit.sum() < _WORD or hit.mean() < 0.3:
                    continue
                key = (text.key, figure.key)
                if key not in self._passing:
                    self._passing[key] = _Passing(context.moment, context.state, text, figure)
                    context.suspect()
                self._passing[key].seconds += since

    def _judge_motion(self, context: Context) -> None:
        """Say which crossings lasted, and are over now: the others are said as settled ones."""
        log = context.log
        for one in self._passing.values():
            told = ("text-over-line", *sorted(log.identity(thing) for thing in (one.text, one.figure)))
            if one.seconds < _LONG_CROSSING_S or told in log.findings:
                continue
            log.add(
                "text-over-line", "warning", one.moment, one.state, [one.text, one.figure],
                f"{log.called(one.figure)} runs through {log.called(one.text)} for {one.seconds:.1f} s "
                "on the way.",
                f"keep `{log.name(one.text)}` off the way, or `FadeOut` it while they pass",
            )  # fmt: skip
        self._passing = {}

    def _crossed(self, context: Context, text: Thing, cover: int | None) -> None:
        for hit in self._hits_of(context, text, cover):
            self._say(context, text, hit)

    def _hits_of(self, context: Context, text: Thing, cover: int | None) -> Iterator[_Hit]:
        """The figures with a line on the text."""
        if "tick" in text.roles:
            return  # a curve may pass the numbers of its own axes
        state = context.state
        snapshot = state.snapshot
        glyphs = state.rows(text)
        box = state.box(text)
        near = (
            (snapshot.boxes[:, 0] < box[2]) & (snapshot.boxes[:, 2] > box[0])
            & (snapshot.boxes[:, 1] < box[3]) & (snapshot.boxes[:, 3] > box[1])
        )  # fmt: skip
        if near.sum() <= len(glyphs):
            return
        inner = shrunk(snapshot.boxes[glyphs])
        collided = _tops_of_collisions(context, text)
        for figure in state.figures:
            if id(figure.top) in collided:
                continue  # the text lies over that table's own texts: one fault, said already
            rows = figure.rows[near[figure.rows] & stroked(state)[figure.rows]]
            if not len(rows) or figure.key == cover or _is_meant_for(context, figure, text, box):
                continue
            hit = np.zeros(len(glyphs), dtype=bool)
            disturbing = [int(row) for row in rows if self._disturbs(state, int(row), glyphs)]
            for row in disturbing:
                hit |= self._hits(context, row, glyphs, inner)
            ended = self._ended(context, figure, disturbing, glyphs, inner)
            if hit.any() or ended.any():
                along = sum(length_inside(outline(snapshot, int(row)), box[None])[0] for row in rows)
                through = bool(along > 0.7 * (box[3] - box[1]))
                yield _Hit(figure, hit | ended, through, bool(ended.any()))

    def _disturbs(self, state: State, row: int, glyphs: npt.NDArray[np.int64]) -> bool:
        """Whether a line is bright and broad enough, and near enough to the text's own colour."""
        snapshot = state.snapshot
        if row < glyphs[0] and bool(snapshot.halo[glyphs].mean() > 0.5):
            return False
        alpha = snapshot.stroke[row, 3]
        line = snapshot.stroke[row, :3] * alpha + snapshot.background * (1 - alpha)
        if isinstance(snapshot.leaves[row], ArrowTip):
            alpha = snapshot.fill[row, 3]
            line = snapshot.fill[row, :3] * alpha + snapshot.background * (1 - alpha)
        if float(contrast(line, snapshot.background)) < 1.35:
            return False
        ink = ink_of(state, glyphs)
        return row > glyphs[-1] or float(contrast(ink, line)) < _LEGIBLE_OVER

    def _hits(
        self, context: Context, row: int, glyphs: npt.NDArray[np.int64], inner: Floats
    ) -> npt.NDArray[np.bool_]:
        pieces = outline(context.state.snapshot, row)
        if not len(pieces):
            return np.zeros(len(glyphs), dtype=bool)
        inside = length_inside(pieces, inner)
        size = np.minimum(inner[:, 2] - inner[:, 0], inner[:, 3] - inner[:, 1])
        hit = inside > np.maximum(0.45 * size, 0.03)
        if hit.any():
            centres = (inner[:, :2] + inner[:, 2:]) / 2
            hit &= ~context.ground.between(row, int(glyphs[0]), centres)
        return hit

    def _ended(
        self, context: Context, figure: Thing, rows: list[int], glyphs: npt.NDArray[np.int64], inner: Floats
    ) -> npt.NDArray[np.bool_]:
        """The glyphs on or between which a line or arrow ends, with nothing in between."""
        none = np.zeros(len(glyphs), dtype=bool)
        if not rows or len(glyphs) < _WORD or not isinstance(context.looks(figure.root), Line):
            return none
        ended = ends_among(context.state, figure.rows, inner)
        if ended.any():
            centres = (inner[:, :2] + inner[:, 2:]) / 2
            ended &= ~context.ground.between(rows[0], int(glyphs[0]), centres)
        return ended

    def _say(self, context: Context, text: Thing, one: _Hit) -> None:
        figure, hit, through = one.figure, one.glyphs, one.through or one.ends
        count, share = int(hit.sum()), float(hit.mean()) if len(hit) else 0.0
        if not count or (count < 2 and share < 0.12 and not through):
            return
        on_plane = any(isinstance(one, NumberPlane) for one in (figure.root, *figure.ancestors))
        if on_plane and count < 3 and share < 0.3:
            return  # the axis of a plane passes a text as its grid does
        log, state = context.log, context.state
        box = state.box(text)
        shift = way_off(context, figure, box)
        name = log.name(text)
        log.add(
            "text-over-line", "error" if share > 0.3 or count > 3 else "warning",
            context.moment, state, [text, figure],
            f"{log.called(figure)} {'ends within' if one.ends else 'runs through'} {log.called(text)} "
            f"({count} of {len(hit)} glyphs).",
            f"`{name}.shift({direction(*shift)})`, or `{name}.add_background_rectangle()` if it has to stay",
            hint={"shift": shift, "mover": text.key}, weight=share,
        )  # fmt: skip


def _tops_of_collisions(context: Context, text: Thing) -> set[int]:
    """The ids of what holds the texts that this one lies over now, where they belong to a larger whole."""
    partners = {
        key
        for one in context.log.findings.values()
        if one.rule == "text-over-text" and text.key in one.keys
        for key in one.keys
    }
    return {
        id(one.top)
        for one in context.state.texts
        if one.key in partners and one.key != text.key and one.ancestors and one.top is not text.top
    }


def _moves(context: Context, thing: Thing) -> bool:
    start = context.start_box(thing)
    return start is not None and bool(np.abs(start - context.state.box(thing)).max() > 0.1)


def _is_meant_for(context: Context, figure: Thing, text: Thing, box: Floats) -> bool:
    """A highlight, a grid, a line that strikes the text out, a rule of the text's own table."""
    if figure.roles & {"grid", "highlight"}:
        return True
    if "entry" in figure.roles and "entry" in text.roles and figure.top is text.top:
        return True
    looks: Mobject = context.looks(figure.root)
    if isinstance(looks, Line) and figure.rows[0] > text.rows[-1]:
        line = context.state.box(figure)
        width, height = box[2] - box[0], box[3] - box[1]
        centred = abs(line[0] + line[2] - box[0] - box[2]) < 0.4 * width and (
            abs(line[1] + line[3] - box[1] - box[3]) < 0.9 * height
        )
        # As long as the text, give or take: it was drawn to strike it out, or to underline it.
        if centred and 0.45 * width < line[2] - line[0] < 1.35 * width + 0.3:
            return True
        # Begins and ends within the text: it strikes out a part of it.
        around = box + 0.15 * np.array([-1, -1, 1, 1])
        return not isinstance(looks, Arrow) and bool(
            (line[:2] > around[:2]).all() and (line[2:] < around[2:]).all()
        )
    return False


def _thing_of(state: State, row: int) -> Thing | None:
    return next((one for one in state.things if row in one.rows), None)
