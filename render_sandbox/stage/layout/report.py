"""The report of a rehearsal: reads each state that the stepper stops at, and lets the rules look."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Protocol

from manim import Scene

from ..play import Play
from .claims import Claims
from .collisions import Collisions
from .context import Context, transforms_of
from .crossings import Crossings
from .curves import Curves
from .edits import Editor
from .findings import Finding, Log
from .legibility import Legibility
from .naming import Names
from .offframe import OffFrame
from .pace import Pace, outlasts
from .plots import Plots
from .presence import Presence
from .snapshot import take
from .stepping import Moment
from .things import Aliases, Things

__all__ = ["Report", "Rule"]


class Rule(Protocol):
    """One family of rules. It may keep what it needs between states."""

    def look(self, context: Context) -> None:
        """A state was reached."""
        ...

    def conclude(self, context: Context) -> None:
        """The scene is over; ``context`` is its last state."""
        ...


class Report:
    """The observer that a stepper drives."""

    def __init__(self) -> None:
        self.names = Names()
        self.log = Log(self.names)
        self.aliases = Aliases()
        self.plots = Plots()
        self.rules: list[Rule] = [
            OffFrame(), Collisions(), Crossings(), Legibility(), Presence(), Pace(),
            Curves(self.plots), Claims(self.plots),
        ]  # fmt: skip
        self._things = Things(self.names, self.aliases)
        self._context = Context(self.log, self.aliases)
        self._seen_any = False
        self.skipped: list[str] = []
        """What couldn't be judged, and why; empty as a rule."""
        self.view = (-7.1, -4.0, 7.1, 4.0)

    def began(self, scene: Scene, play: Play, caller: FrameType | None) -> None:
        """Learn the names in force."""
        with self._guarded("names"):
            self.names.learn(scene, caller)
        with self._guarded("play"):
            self._context.enter_play(scene, play)

    @property
    def suspects(self) -> bool:
        """Whether the state that was seen last has a fault, or may turn out to have one."""
        return self._context.suspected

    def saw(self, scene: Scene, moment: Moment) -> None:
        """Let every rule look at the state."""
        known = len(self.log.findings)
        with self._guarded("state"):
            self._read(scene, moment)
            for rule in self.rules:
                with self._guarded(type(rule).__name__):
                    rule.look(self._context)
            if moment.kind == "end":
                self._context.settle()
        if len(self.log.findings) > known:
            self._context.suspect()

    def _read(self, scene: Scene, moment: Moment) -> None:
        if moment.kind == "end":
            for animation in transforms_of(scene.animations or []):
                target = getattr(animation, "target_mobject", None)
                if target is not None and not animation.replace_mobject_with_target_in_scene:
                    self.aliases.note(animation.mobject, target)
        state = self._things.read(scene, take(scene))
        self._context.enter_state(scene, state, moment)
        self._seen_any = True
        self.view = state.snapshot.frame.box

    @contextmanager
    def _guarded(self, what: str) -> Generator[None]:
        """A rule that trips over a scene costs its own findings, never the scene its run."""
        try:
            yield
        except Exception as error:  # whatever it is: the scene isn't to blame
            note = f"{what}: {type(error).__name__}: {error}"
            if note not in self.skipped:
                self.skipped.append(note)

    def ended(self, scene: Scene, play: Play) -> None:
        """Nothing more to do."""

    def conclude(self) -> list[Finding]:
        """The findings, in the order of the video."""
        if self._seen_any:
            for rule in self.rules:
                with self._guarded(type(rule).__name__):
                    rule.conclude(self._context)
        return sorted(self.log.findings.values(), key=lambda one: (one.time_s, one.rule))

    def as_dicts(
        self, source: str, narration_s: float, voiced_s: float = 0.0, meant_s: float = 0.0
    ) -> list[dict[str, Any]]:
        """The findings as the job reports them; see :func:`outlasts` for the times."""
        if self._seen_any:
            outlasts(self._context, narration_s, voiced_s, meant_s)
        found = self.conclude()
        editor = Editor(source)
        for finding in found:
            with self._guarded("edits"):
                finding.edit = editor.edit(finding)
        return [one.as_dict() for one in found]
