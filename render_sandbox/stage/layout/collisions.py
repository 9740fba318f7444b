"""Texts that lie over each other: settled, or crossing in motion."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .context import Context
from .findings import direction
from .snapshot import Floats
from .things import State, Thing

__all__ = ["Collisions"]

_CLEAR = 0.12
_FAINT = 0.25
_WORD = 3
"""Glyphs from which on a text is read rather than recognized."""


class Collisions:
    """``text-over-text`` and ``texts-cross``."""

    def __init__(self) -> None:
        self._before: dict[int, Floats] = {}

    def look(self, context: Context) -> None:
        """In every state; within a play only things that keep their shape count."""
        texts = [one for one in context.state.texts if context.state.opacity(one) > _FAINT]
        boxes = np.array([context.state.box(one) for one in texts]).reshape(-1, 4)
        if len(texts) > 1:
            if context.moment.kind == "end":
                _run_together(context, texts, boxes)
            for first, second in _touching(boxes):
                self._pair(context, texts[first], texts[second])
            if context.moment.kind != "start":
                self._passed(context, texts, boxes)
        self._before = {one.key: box for one, box in zip(texts, boxes, strict=True)}

    def _passed(self, context: Context, texts: list[Thing], boxes: Floats) -> None:
        """Texts that went through each other between the last state and this one."""
        before = np.array([self._before.get(one.key, box) for one, box in zip(texts, boxes, strict=True)])
        ways = boxes[:, :2] - before[:, :2]
        kept = np.abs(boxes - before - np.tile(ways, 2)).max(axis=1) < 0.05
        moves = kept & (np.abs(ways).max(axis=1) > 0.1)
        if not moves.any():
            return
        swept = np.concatenate([np.minimum(before, boxes)[:, :2], np.maximum(before, boxes)[:, 2:]], axis=1)
        for first, second in _touching(swept):
            if not (moves[first] or moves[second]) or not (kept[first] and kept[second]):
                continue
            way = ways[first] - ways[second]
            if _deepest(context, texts[first], texts[second], way) > 0.25 and not _belong_together(
                texts[first], texts[second]
            ):
                self._moving(context, texts[first], texts[second])

    def conclude(self, context: Context) -> None:
        """Nothing is left to say."""

    def _pair(self, context: Context, one: Thing, other: Thing) -> None:
        if _belong_together(one, other) or not _in_view(context, one) or not _in_view(context, other):
            return
        share = _overlap(context, one, other)
        if share < 0.1 and context.moment.kind == "end" and _is_crowded(context, one, other):
            share = 0.1
        if share < 0.1 or _is_same_text_in_place(context.state, one, other):
            return
        if context.moment.kind == "end":
            self._settled(context, one, other, share)
        elif context.moment.kind == "within" and share > 0.25:
            self._moving(context, one, other)

    def _settled(self, context: Context, one: Thing, other: Thing, share: float) -> None:
        log = context.log
        a, b = context.state.box(one), context.state.box(other)
        mover, stays, shift = _apart(one, other, a, b, context.state.snapshot.frame.box)
        name, stays_name = log.name(mover), log.name(stays)
        fix = f"`{name}.shift({direction(*shift)})`"
        fix += f", or `FadeOut({stays_name})` first, if it is done with"
        log.add(
            "text-over-text", "error", context.moment, context.state, [one, other],
            f"{log.called(one)} and {log.called(other)} lie over each other "
            f"({_common(a, b)}).", fix, hint={"shift": shift, "mover": mover.key}, weight=share,
        )  # fmt: skip

    def _moving(self, context: Context, one: Thing, other: Thing) -> None:
        if context.is_changing(one) or context.is_changing(other):
            return
        state = context.state
        if state.opacity(one) < 0.5 or state.opacity(other) < 0.5:
            return
        if min(len(one.rows), len(other.rows)) < _WORD:
            return  # a word that brushes an index or a letter on its way confuses nobody
        before = context.start_box(one), context.start_box(other)
        if before[0] is None or before[1] is None or _meet(before[0], before[1]):
            return
        moment, there, key = context.moment, state, other.key
        starts = (before[0], before[1])
        described = [context.log.describe(there, thing) for thing in (one, other)]

        def say(later: Context, thing: Thing) -> None:
            partner = next((t for t in later.state.texts if t.key == key), None)
            if partner is None or _meet(later.state.box(thing), later.state.box(partner)):
                return
            ends = (later.state.box(thing), later.state.box(partner))
            if _trade_places(starts, ends) and _are_cards(later, thing, partner):
                return
            later.log.add(
                "texts-cross", "warning", moment, later.state, [thing, partner],
                f"{later.log.called(thing)} and {later.log.called(partner)} cross within the play.",
                "give one of them another way: `path_arc=PI / 3`, or move them one after the other",
            )  # fmt: skip
            found = later.log.findings.get(
                ("texts-cross", *sorted(later.log.identity(t) for t in (thing, partner)))
            )
            if found is not None:
                found.things = described

        context.suspect()
        context.later(one, say)


def _deepest(context: Context, one: Thing, other: Thing, way: Floats) -> float:
    """The most that two texts shared on a straight way to where they are; ``way`` is relative."""
    a, b = _glyphs(context, one), _glyphs(context, other)
    if not len(a) or not len(b):
        return 0.0
    smallest = min((a[:, 3] - a[:, 1]).max(), (b[:, 3] - b[:, 1]).max())
    steps = int(np.clip(np.abs(way).max() / max(0.4 * smallest, 0.02), 2, 60))
    return max(_shared(a - np.tile(way, 2) * part, b) for part in np.linspace(0, 1, steps + 1)[1:-1])


def _are_cards(context: Context, one: Thing, other: Thing) -> bool:
    """Labels that ride on shapes of their own, as in a sort: they can't but pass each other."""
    holders = {id(figure.ancestors[-1]) for figure in context.state.figures if figure.ancestors}
    return all(text.ancestors and id(text.ancestors[-1]) in holders for text in (one, other))


def _run_together(context: Context, texts: list[Thing], boxes: Floats) -> None:
    """Numbers of one axis with no space between: each can be read, the row can't."""
    rows: dict[int, list[int]] = {}
    for index, text in enumerate(texts):
        if "tick" in text.roles and text.ancestors:
            rows.setdefault(id(text.ancestors[-1]), []).append(index)
    for members in rows.values():
        pairs: list[tuple[int, int]] = []
        for one, other in pairwise(members):
            height = min(boxes[one][3] - boxes[one][1], boxes[other][3] - boxes[other][1])
            level = abs(boxes[one][1] - boxes[other][1]) < 0.3 * height
            gap = max(boxes[one][0], boxes[other][0]) - min(boxes[one][2], boxes[other][2])
            if level and gap < 0.25 * height:
                pairs.append((one, other))
        if len(pairs) >= 2:
            first, second = texts[pairs[0][0]], texts[pairs[0][1]]
            axis = first.ancestors[-1]
            name = context.log.names.name(axis, first.ancestors[:-1])
            context.log.add(
                "text-over-text", "error", context.moment, context.state, [first, second],
                f"{len(pairs)} neighbouring numbers of `{name}` run into each other.",
                "a larger step in its range, or a smaller `font_size` for its numbers",
                key=("ticks", id(axis)),
            )  # fmt: skip


def _touching(boxes: Floats) -> list[tuple[int, int]]:
    x0, y0, x1, y1 = boxes.T
    meet = (
        (x0[:, None] < x1[None])
        & (x1[:, None] > x0[None])
        & (y0[:, None] < y1[None])
        & (y1[:, None] > y0[None])
    )
    first, second = np.nonzero(np.triu(meet, 1))
    return list(zip(first.tolist(), second.tolist(), strict=True))


def _belong_together(one: Thing, other: Thing) -> bool:
    whole = one.whole if one.whole is not None else one.root
    other_whole = other.whole if other.whole is not None else other.root
    return (
        whole is other_whole
        or any(ancestor is other.root for ancestor in one.ancestors)
        or any(ancestor is one.root for ancestor in other.ancestors)
    )


def _in_view(context: Context, thing: Thing) -> bool:
    frame = context.state.snapshot.frame.box
    return _meet(context.state.box(thing), np.array(frame))


def _glyphs(context: Context, thing: Thing) -> Floats:
    state = context.state
    rows = state.rows(thing)
    alpha = np.maximum(
        state.snapshot.fill[rows, 3], state.snapshot.stroke[rows, 3] * (state.snapshot.stroke_width[rows] > 0)
    )
    seen = alpha > _FAINT
    if context.moment.kind == "end":
        seen &= ~context.covered(thing)
    return state.snapshot.boxes[rows[seen]]


def _overlap(context: Context, one: Thing, other: Thing) -> float:
    """How much the glyphs share, as a part of the text that is smaller."""
    return _shared(_glyphs(context, one), _glyphs(context, other))


def _shared(a: Floats, b: Floats) -> float:
    """:func:`_overlap` of two tables of glyphs."""
    if not len(a) or not len(b):
        return 0.0
    width = np.minimum(a[:, None, 2], b[None, :, 2]) - np.maximum(a[:, None, 0], b[None, :, 0])
    height = np.minimum(a[:, None, 3], b[None, :, 3]) - np.maximum(a[:, None, 1], b[None, :, 1])
    shared = width.clip(0) * height.clip(0)
    if not shared.any():
        return 0.0
    area_a, area_b = _areas(a), _areas(b)
    worst = float((shared / np.minimum(area_a[:, None], area_b[None, :])).max())
    total = float(shared.sum() / min(area_a.sum(), area_b.sum()))
    # One glyph that is half covered can't be read, however long the rest of its text is.
    return max(total, 0.5 * worst if worst > 0.25 else 0.0)


def _is_crowded(context: Context, one: Thing, other: Thing) -> bool:
    """Whether the one stands among the glyphs of the other and touches some: `n^2` in the corner of a sum."""
    a, b = context.state.box(one), context.state.box(other)
    common = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    sizes = np.stack([a[2:] - a[:2], b[2:] - b[:2]])
    if common.min() <= 0 or common.prod() < 0.25 * sizes.prod(axis=1).min():
        return False
    return _shared(_glyphs(context, one), _glyphs(context, other)) > 0.01


def _areas(boxes: Floats) -> npt.NDArray[np.float64]:
    return np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-4)


def _is_same_text_in_place(state: State, one: Thing, other: Thing) -> bool:
    """A copy that lies exactly on its original can't be told from it."""
    a, b = state.box(one), state.box(other)
    if float(np.abs(a - b).max()) < 0.06:
        mine, theirs = state.snapshot.boxes[state.rows(one)], state.snapshot.boxes[state.rows(other)]
        return len(mine) == len(theirs) and float(np.abs(mine - theirs).max()) < 0.06
    # A copy of a part, still where it was taken from.
    if one.text and other.text and (one.text in other.text or other.text in one.text):
        small, large = (one, other) if len(one.rows) <= len(other.rows) else (other, one)
        mine, theirs = state.snapshot.boxes[state.rows(small)], state.snapshot.boxes[state.rows(large)]
        distance = np.abs(mine[:, None] - theirs[None]).max(axis=2).min(axis=1)
        return bool((distance < 0.04).all())
    return False


def _meet(a: Floats, b: Floats) -> bool:
    return bool(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def _trade_places(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> bool:
    """Whether both move and change their order, as in a sort: they can't but pass each other."""
    moves = [np.abs(new - old).max() for old, new in zip(before, after, strict=True)]
    if min(moves) < 0.3:
        return False
    gap, later = before[1] - before[0], after[1] - after[0]
    return bool(gap[0] * later[0] < 0 or gap[1] * later[1] < 0)


def _common(a: Floats, b: Floats) -> str:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return f"{width:.2f} by {height:.2f} units"


def _apart(
    one: Thing, other: Thing, a: Floats, b: Floats, frame: tuple[float, float, float, float]
) -> tuple[Thing, Thing, tuple[float, float]]:
    """Who should move, who stays, and the shortest shift that stays in the frame."""
    choices: list[tuple[float, Thing, Thing, tuple[float, float]]] = []
    for mover, stays, box, fixed in ((other, one, b, a), (one, other, a, b)):
        for shift in (
            (0.0, fixed[3] - box[1] + _CLEAR),
            (0.0, fixed[1] - box[3] - _CLEAR),
            (fixed[2] - box[0] + _CLEAR, 0.0),
            (fixed[0] - box[2] - _CLEAR, 0.0),
        ):
            moved = box + np.array([shift[0], shift[1], shift[0], shift[1]])
            fits = moved[0] > frame[0] and moved[1] > frame[1] and moved[2] < frame[2] and moved[3] < frame[3]
            cost = abs(shift[0]) + abs(shift[1]) + (0.0 if fits else 100.0) + (0.0 if mover is other else 0.2)
            cost += 50.0 if mover.roles & {"tick", "entry"} else 0.0
            choices.append((cost, mover, stays, (float(shift[0]), float(shift[1]))))
    _, mover, stays, shift = min(choices, key=lambda choice: choice[0])
    return mover, stays, shift
