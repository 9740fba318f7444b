"""What a rule is given to look at: the state, its history, and what the running play is doing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import (
    AnimationGroup,
    ApplyMethod,
    Indicate,
    Mobject,
    MoveAlongPath,
    MoveToTarget,
    Rotate,
    Scene,
    ThreeDCamera,
    Transform,
    UpdateFromFunc,
    Wait,
)

from ..play import Play
from .findings import Log
from .ground import Ground
from .snapshot import Floats
from .stepping import Moment
from .things import Aliases, State, Thing

__all__ = ["Context"]

_MOTIONS = (ApplyMethod, MoveToTarget, MoveAlongPath, Rotate, UpdateFromFunc, Indicate, Wait)


class Context:
    """One state and what leads to it. The report keeps one and moves it from state to state."""

    def __init__(self, log: Log, aliases: Aliases) -> None:
        self.log = log
        self.aliases = aliases
        self.scene: Scene
        self.state: State
        self.moment: Moment
        self.ground: Ground
        self.plays: list[Play] = []
        self._changing: set[int] = set()
        self._start: dict[int, Floats] = {}
        self._later: list[tuple[Thing, Callable[[Context, Thing], None]]] = []
        self._hidden: dict[int, npt.NDArray[np.bool_]] = {}
        self.is_3d = False
        self.suspected = False
        """A rule found something in this state, or keeps it in mind to say something later."""

    def suspect(self) -> None:
        """Note that a finding may name this state."""
        self.suspected = True

    def enter_play(self, scene: Scene, play: Play) -> None:
        """A play begins."""
        self.plays.append(play)
        self._changing = set()
        self._start = {}
        self._later = []
        for animation in animations_of(scene.animations or []):
            if isinstance(animation, _MOTIONS):
                continue
            for mobject in (animation.mobject, getattr(animation, "target_mobject", None)):
                if isinstance(mobject, Mobject):
                    self._changing.update(id(one) for one in mobject.get_family())

    def enter_state(self, scene: Scene, state: State, moment: Moment) -> None:
        """The scene is in a state of the play."""
        self.scene, self.state, self.moment = scene, state, moment
        self.is_3d = isinstance(scene.camera, ThreeDCamera)
        self.ground = Ground.of(state)
        self._hidden = {}
        self.suspected = False
        if moment.kind == "start":
            self._start = {thing.key: state.box(thing) for thing in state.things if state.visible(thing)}

    def settle(self) -> None:
        """Ask those who waited for the play's end; called in its end state."""
        present = {thing.key: thing for thing in self.state.things if self.state.visible(thing)}
        for thing, say in self._later:
            if thing.key in present:
                say(self, present[thing.key])
        self._later = []

    def later(self, thing: Thing, say: Callable[[Context, Thing], None]) -> None:
        """Call ``say`` in the play's end state, if the thing is there then."""
        self._later.append((thing, say))

    def is_changing(self, thing: Thing) -> bool:
        """Whether the running play makes, removes or transforms the thing rather than moving it."""
        return thing.key in self._changing or any(id(one) in self._changing for one in thing.ancestors)

    def start_box(self, thing: Thing) -> Floats | None:
        """Where the thing was as the play began; None if it wasn't there."""
        return self._start.get(thing.key)

    def looks(self, mobject: Mobject) -> Mobject:
        """What the mobject looks like since it was transformed."""
        return self.aliases.of(mobject)

    def covered(self, thing: Thing) -> npt.NDArray[np.bool_]:
        """Which of its leaves with ink lie under something all but opaque."""
        known = self._hidden.get(thing.key)
        if known is None:
            rows = self.state.rows(thing)
            boxes = self.state.snapshot.boxes[rows]
            centres = (boxes[:, :2] + boxes[:, 2:]) / 2
            own = {int(one) for one in thing.rows}
            known = np.zeros(len(rows), dtype=bool)
            if len(rows) and len(self.ground.fills) and self.ground.fills[-1] > rows[0]:
                for index, row in enumerate(rows):
                    # A glyph is small: its middle says enough. A figure is hidden when all of it is.
                    points = centres[index : index + 1] if thing.kind == "text" else _grid(boxes[index])
                    opacity, by = self.ground.above(int(row), points)
                    known[index] = bool((opacity > 0.8).all()) and not own.issuperset(by)
            self._hidden[thing.key] = known
        return known

    def hidden(self, thing: Thing) -> bool:
        """Whether all of it lies under something opaque."""
        covered = self.covered(thing)
        return bool(len(covered)) and bool(covered.all())


def _grid(box: Floats) -> Floats:
    """Nine points just within a box."""
    low, size = box[:2], box[2:] - box[:2]
    return np.array([low + size * np.array([a, b]) / 6 for a in (1, 3, 5) for b in (1, 3, 5)])


def animations_of(animations: Any) -> Iterator[Any]:
    """The animations and those within them. An ``.animate`` builder is an animation by now."""
    for animation in animations:
        inner = getattr(animation, "animations", None)
        if isinstance(animation, AnimationGroup) or inner:
            yield from animations_of(inner or [])
        else:
            base = getattr(animation, "anim", None)
            yield base if base is not None and hasattr(base, "mobject") else animation


def transforms_of(animations: Any) -> Iterator[Transform]:
    """Those that leave one mobject looking like another."""
    for animation in animations_of(animations):
        if isinstance(animation, Transform) and not isinstance(animation, (ApplyMethod, MoveToTarget)):
            yield animation
