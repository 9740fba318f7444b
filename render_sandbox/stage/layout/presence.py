"""Things that nobody ever sees, frames with nothing on them, frames with too much."""

from __future__ import annotations

import numpy as np
from manim import Dot, Line, ParametricFunction, ValueTracker

from .context import Context
from .snapshot import Floats
from .stepping import Moment
from .things import State, Thing

__all__ = ["Presence"]

_EMPTY_S = 3.0
_MOST_WORDS = 90
_MOST_THINGS = 45


class Presence:
    """``never-seen``, ``empty-frame``, ``too-much-at-once``."""

    def __init__(self) -> None:
        self._first: dict[int, tuple[Moment, State, Thing, str]] = {}
        self._seen: set[int] = set()
        self._settled: set[int] = set()
        self._empty_since: float | None = 0.0
        self._empty_at: Moment | None = None

    def look(self, context: Context) -> None:
        """Every state counts for having been seen; the rest is judged at settled states."""
        anything = False
        for thing in context.state.things:
            reason = self._why_unseen(context, thing)
            if not reason:
                self._seen.add(thing.key)
                if context.moment.kind == "end":
                    self._settled.add(thing.key)
                anything = True
            elif context.moment.kind == "end" and not {thing.key} & (self._settled | self._first.keys()):
                self._first[thing.key] = (context.moment, context.state, thing, reason)
                context.suspect()
        self._watch_emptiness(context, anything)
        if context.moment.kind == "end":
            self._count(context)

    def conclude(self, context: Context) -> None:
        """Say what was never seen, and whether the last frames are empty."""
        if self._empty_since is not None and context.plays:
            end_s = context.moment.time_s
            self._say_empty(context, end_s)
        unseen = [key for key, (_, _, _, reason) in self._first.items() if self._is_unseen(key, reason)]
        for key in unseen:
            moment, state, thing, reason = self._first[key]
            if any(id(one) in self._first and id(one) not in self._seen for one in thing.ancestors):
                continue
            if isinstance(thing.root, ValueTracker) or (context.is_3d and thing.kind == "figure"):
                continue
            self._say_unseen(context, moment, state, thing, reason)

    def _is_unseen(self, key: int, reason: str) -> bool:
        """What is covered counts as seen only where it settled in the open."""
        if key in self._settled:
            return False
        return reason.startswith("behind") or key not in self._seen

    def _why_unseen(self, context: Context, thing: Thing) -> str:
        state = context.state
        if not state.visible(thing):
            return "transparent"
        if _outside(state.box(thing), state.snapshot.frame.box):
            return "outside the frame"
        if context.moment.kind != "within" and context.hidden(thing):
            return "behind something opaque"
        return ""

    def _say_unseen(self, context: Context, moment: Moment, state: State, thing: Thing, reason: str) -> None:
        log = context.log
        if thing.kind == "figure":
            helper = isinstance(thing.root, (Line, Dot, ParametricFunction)) and reason != "outside the frame"
            if reason == "transparent" or helper or thing.roles & {"grid", "highlight"}:
                return  # a highlight is where its text is, and that has a finding of its own
        if reason == "transparent" and (not thing.text or self._is_padding(context, thing)):
            return
        if thing.kind == "text" and reason == "outside the frame":
            return  # `text-off-frame` says so
        # A transparent text has no ink to put a box around.
        shown = state.snapshot.boxes[thing.rows]
        box = np.concatenate([shown[:, :2].min(axis=0), shown[:, 2:].max(axis=0)])
        fix = {
            "outside the frame": f"`{log.name(thing)}.move_to(…)` a place within the frame",
            "behind something opaque": f"add it after what covers it, or `{log.name(thing)}.set_z_index(1)`",
            "transparent": f"`{log.name(thing)}.animate.set_opacity(1)`, or don't add it",
        }[reason]
        key = ("never-seen", thing.key)
        log.add(
            "never-seen", "warning" if thing.kind == "figure" else "error", moment,
            state.with_all_ink(), [thing],
            f"{log.called(thing)} is in the scene and never seen: it is {reason} all the time.", fix, key=key,
            hint={"box": box},
        )  # fmt: skip

    def _is_padding(self, context: Context, thing: Thing) -> bool:
        """Whether manim put it there, so that two groups have the same number of parts to transform."""
        return any(id(one) in context.aliases.padding for one in (thing.root, *thing.ancestors))

    def _watch_emptiness(self, context: Context, anything: bool) -> None:
        moment = context.moment
        if anything:
            if self._empty_since is not None:
                self._say_empty(context, moment.time_s)
            self._empty_since = None
            return
        if self._empty_since is None:
            self._empty_since = moment.time_s
        if moment.kind == "end":
            self._empty_at = moment
            context.suspect()

    def _say_empty(self, context: Context, until_s: float) -> None:
        since = self._empty_since or 0.0
        if until_s - since < _EMPTY_S or self._empty_at is None:
            return
        context.log.add(
            "empty-frame", "warning", self._empty_at, context.state, [],
            f"Nothing is on the frame from {since:.1f} s to {until_s:.1f} s.",
            f"shorten the `wait` to at most {min(1.0, until_s - since):.1f} s, or leave something to look at",
            key=("empty-frame", round(since, 1)),
        )  # fmt: skip

    def _count(self, context: Context) -> None:
        state = context.state
        frame = state.snapshot.frame.box
        texts = [
            one for one in state.texts if not _outside(state.box(one), frame) and not context.hidden(one)
        ]
        free = [one for one in texts if not one.roles & {"tick", "entry", "code"} and len(one.text) > 1]
        # A text whose letters are animated singly lies in pieces in the scene: it is read once.
        read = {id(one.whole) if one.whole else one.key: one.text for one in free if not _is_formula(one)}
        words = sum(len(text.split()) for text in read.values())
        shapes = _patterns(context) or {
            (type(one.root).__name__, id(one.top) if one.ancestors else one.key)
            for one in state.figures
            if not one.roles & {"highlight", "grid"}
            and not isinstance(one.root, Dot)  # points of data are one picture, however many
            and not _outside(state.box(one), frame)
        }
        loose = [one for one in free if not one.ancestors]
        grouped = {id(one.top) for one in free if one.ancestors}
        things = len(loose) + len(grouped) + len(shapes)
        if words > _MOST_WORDS:
            context.log.add(
                "too-much-at-once", "warning", context.moment, state, [],
                f"{words} words are on the frame at once; {_MOST_WORDS} are the most that can be read.",
                "show the text in steps: `FadeOut` what is done with, or split the scene",
                key=("too-much-at-once",), weight=words,
            )  # fmt: skip
        elif things > _MOST_THINGS:
            context.log.add(
                "too-much-at-once", "warning", context.moment, state, [],
                f"{things} separate things are on the frame at once; {_MOST_THINGS} are the most.",
                "remove what is done with, or group and dim what is only ground",
                key=("too-much-at-once",), weight=things,
            )  # fmt: skip


def _outside(box: Floats, frame: tuple[float, float, float, float]) -> bool:
    return bool(box[2] <= frame[0] or box[0] >= frame[2] or box[3] <= frame[1] or box[1] >= frame[3])


def _patterns(context: Context) -> set[tuple[str, int]]:
    """One for each kind of shape, where they stand in rows and columns; empty where they don't."""
    state = context.state
    alike: dict[str, list[Floats]] = {}
    for one in state.figures:
        if not one.roles & {"highlight", "grid"} and not _outside(state.box(one), state.snapshot.frame.box):
            alike.setdefault(type(one.root).__name__, []).append(state.box(one))
    for boxes in alike.values():
        corners = np.round(np.array(boxes)[:, :2], 1)
        lines = len(np.unique(corners[:, 0])) + len(np.unique(corners[:, 1]))
        if len(boxes) > 12 and lines > 0.6 * len(boxes):
            return set()
    return {(name, len(boxes)) for name, boxes in alike.items()}


def _is_formula(thing: Thing) -> bool:
    return "\\" in thing.text or type(thing.root).__name__ in {"MathTex", "MathTexPart", "DecimalNumber"}
