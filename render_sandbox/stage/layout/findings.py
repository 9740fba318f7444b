"""Findings: what is wrong, when, with which things, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from .naming import Names
from .stepping import Moment
from .things import State, Thing

__all__ = ["Edit", "Finding", "Log", "Severity", "direction"]

Severity = Literal["error", "warning", "note"]
"""Notes are no findings: worth knowing, and often on purpose. The report lists them apart."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A mechanical change of the source: the text ``old``, which is there exactly once, becomes ``new``."""

    old: str
    new: str


@dataclass(slots=True)
class Finding:
    """One fault. ``things`` are the report's own dicts: ``name``, ``text``, ``box``."""

    rule: str
    severity: Severity
    time_s: float
    frame: int
    play: int
    line: int | None
    things: list[dict[str, Any]]
    message: str
    fix: str
    view: list[float]
    """What the camera shows then, as a box like those of the things."""
    edit: Edit | None = None
    keys: tuple[int, ...] = ()
    """Of the things, for those who look for an edit."""
    hint: Any = None
    """What an edit needs to know: the shift, the factor."""

    def as_dict(self) -> dict[str, Any]:
        """As the report says it."""
        edit = {"old": self.edit.old, "new": self.edit.new} if self.edit is not None else None
        return {
            "rule": self.rule,
            "severity": self.severity,
            "time_s": round(self.time_s, 3),
            "frame": self.frame,
            "play": self.play,
            "line": self.line,
            "things": self.things,
            "view": self.view,
            "message": self.message,
            "fix": self.fix,
            "edit": edit,
        }


class Log:
    """Collects findings; one fault of the same things is said once, at its first time."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.findings: dict[tuple[Any, ...], Finding] = {}

    def add(
        self,
        rule: str,
        severity: Severity,
        moment: Moment,
        state: State,
        things: list[Thing],
        message: str,
        fix: str,
        *,
        hint: Any = None,
        key: tuple[Any, ...] | None = None,
        weight: float = 0.0,
    ) -> None:
        """Keep a finding. Of the same fault seen twice the first is kept, or the one that weighs more."""
        identity = key if key is not None else (rule, *sorted(self.identity(one) for one in things))
        known = self.findings.get(identity)
        if known is not None and (known.hint or {}).get("weight", 0.0) >= weight:
            return
        described = [self.describe(state, one) for one in things]
        time_s = known.time_s if known is not None else moment.time_s
        self.findings[identity] = Finding(
            rule, severity, moment.time_s if known is None else time_s, moment.frame, moment.play.index,
            moment.play.line, described, message, _sayable(fix, things),
            _rounded(state.snapshot.frame.box), None,
            tuple(one.key for one in things), {**(hint or {}), "weight": weight},
        )  # fmt: skip

    def identity(self, thing: Thing) -> str:
        """The same for one thing, also when it is made anew in a loop or by an updater."""
        key = "" if thing.text else thing.key
        return f"{self.names.name(thing.root, thing.ancestors)}|{key}|{thing.text[:60]}"

    def describe(self, state: State, thing: Thing) -> dict[str, Any]:
        """The thing as the report says it."""
        return {"name": self.name(thing), "text": thing.text[:120], "box": _rounded(state.box(thing))}

    def name(self, thing: Thing) -> str:
        """What to call it in code."""
        return self.names.name(thing.root, thing.ancestors)

    def called(self, thing: Thing) -> str:
        """What to call it in a sentence."""
        name = self.name(thing)
        if thing.text:
            text = thing.text if len(thing.text) <= 40 else thing.text[:37] + "…"
            return f"`{name}` (“{text}”)"
        return f"`{name}`"


def _sayable(fix: str, things: Iterable[Thing]) -> str:
    """A fix of something that has no name yet begins with giving it one: ``Text.shift(…)`` is no code."""
    for kind in dict.fromkeys(type(one.root).__name__ for one in things):
        if f"`{kind}." in fix:
            name = kind.lower()
            fix = f"first name it, `{name} = {kind}(…)`, then " + fix.replace(f"`{kind}.", f"`{name}.")
    return fix


def _rounded(box: Iterable[float]) -> list[float]:
    return [round(float(side), 3) for side in box]


def direction(dx: float, dy: float) -> str:
    """A shift in manim's words: ``UP * 0.4``, ``LEFT * 1.2 + DOWN * 0.3``."""
    parts: list[str] = []
    if abs(dx) >= 0.005:
        parts.append(f"{'RIGHT' if dx > 0 else 'LEFT'} * {abs(dx):.2f}")
    if abs(dy) >= 0.005:
        parts.append(f"{'UP' if dy > 0 else 'DOWN'} * {abs(dy):.2f}")
    return " + ".join(parts) or "ORIGIN"
