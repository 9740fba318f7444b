"""Group the leaves of a snapshot into what a viewer would call a thing: a text, or a figure.

A text is a whole ``Text`` or formula, however many glyphs it has. A figure is everything else that
has a class of its own (an arrow, a polygon, a set of axes). Plain groups are looked through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import (
    Angle,
    Brace,
    Code,
    ComplexPlane,
    CoordinateSystem,
    Cross,
    DecimalNumber,
    Group,
    MarkupText,
    Matrix,
    Mobject,
    NumberLine,
    NumberPlane,
    Paragraph,
    ParametricFunction,
    PolarPlane,
    Scene,
    SingleStringMathTex,
    SurroundingRectangle,
    Table,
    Text,
    Underline,
    VectorField,
    VGroup,
    VMobject,
)
from manim.mobject.text.tex_mobject import MathTexPart

from .naming import Names, text_of
from .snapshot import Floats, Snapshot

__all__ = ["Aliases", "State", "Thing", "Things"]

Rows = npt.NDArray[np.int64]
Roles = frozenset[str]

_TEXTS = (Text, MarkupText, SingleStringMathTex, MathTexPart, DecimalNumber, Paragraph)
_GROUPS = (VGroup, Group, VMobject, Mobject)
_HIGHLIGHTS = (SurroundingRectangle, Cross, Underline, Brace)
_OF_A_MEASURE = (ParametricFunction, Angle)
"""What they stand for is more than their points: a function and its range, a number of degrees."""
_NO_ROLES: Roles = frozenset()


def is_text(mobject: Mobject) -> bool:
    """Whether the mobject is one whole text, formula or number (or a part of a formula)."""
    return isinstance(mobject, _TEXTS) or any(one.__name__ == "Typst" for one in type(mobject).__mro__)


@dataclass(slots=True)
class Thing:
    """A text or a figure. ``rows`` are its leaves in the snapshot."""

    root: Mobject
    kind: str
    rows: Rows
    ancestors: tuple[Mobject, ...]
    roles: Roles
    text: str = ""
    whole: Mobject | None = None
    """For a part of a text: the text it was taken from."""

    @property
    def key(self) -> int:
        """The same for one thing throughout a scene."""
        return id(self.root)

    @property
    def top(self) -> Mobject:
        """The mobject of the scene's own list that holds it."""
        return self.ancestors[0] if self.ancestors else self.root


class Aliases:
    """What mobjects look like by now: ``Transform(a, b)`` leaves ``a`` looking like ``b``."""

    def __init__(self) -> None:
        self._looks: dict[int, tuple[Mobject, Mobject]] = {}
        self.padding: dict[int, Mobject] = {}
        """Invisible parts that manim added to a group to match another one."""
        self.version = 0

    def note(self, mobject: Mobject, looks_like: Mobject) -> None:
        """From now on ``mobject`` and its parts look like the other and its parts."""
        pairs = list(zip(mobject.get_family(), looks_like.get_family(), strict=False))
        for one, other in pairs:
            target = self.of(other)
            same = type(target) is type(one) and text_of(target) == text_of(one)
            if target is one or (same and not isinstance(one, _OF_A_MEASURE)):
                self._looks.pop(id(one), None)
            else:
                self._looks[id(one)] = (one, target)
        self.version += 1

    def of(self, mobject: Mobject) -> Mobject:
        """What the mobject looks like: itself, if nothing happened to it."""
        known = self._looks.get(id(mobject))
        return known[1] if known is not None else mobject


@dataclass(slots=True)
class _Draft:
    root: Mobject
    kind: str
    ancestors: tuple[Mobject, ...]
    roles: Roles
    whole: Mobject | None = None
    rows: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class State:
    """One state of the scene: the snapshot and its things."""

    snapshot: Snapshot
    things: list[Thing]
    drawn: npt.NDArray[np.bool_] = field(init=False)
    _visible: dict[int, bool] = field(init=False, default_factory=dict[int, bool])
    _boxes: dict[int, Floats] = field(init=False, default_factory=dict[int, Floats])

    def __post_init__(self) -> None:
        self.drawn = self.snapshot.drawn

    def with_all_ink(self) -> State:
        """The same state as if nothing in it were transparent."""
        other = State(self.snapshot, self.things)
        other.drawn = np.ones(len(self.snapshot.leaves), dtype=bool)
        return other

    @property
    def texts(self) -> list[Thing]:
        """The texts with ink on the frame."""
        return [one for one in self.things if one.kind == "text" and self.visible(one)]

    @property
    def figures(self) -> list[Thing]:
        """The figures with ink on the frame."""
        return [one for one in self.things if one.kind == "figure" and self.visible(one)]

    def visible(self, thing: Thing) -> bool:
        """Whether any of its leaves has ink (which another thing may still cover)."""
        known = self._visible.get(thing.key)
        if known is None:
            known = self._visible[thing.key] = bool(self.drawn[thing.rows].any())
        return known

    def rows(self, thing: Thing) -> Rows:
        """Its leaves with ink."""
        return thing.rows[self.drawn[thing.rows]]

    def box(self, thing: Thing) -> Floats:
        """Around its leaves with ink."""
        known = self._boxes.get(thing.key)
        if known is None:
            boxes = self.snapshot.boxes[self.rows(thing)]
            known = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
            self._boxes[thing.key] = known
        return known

    def opacity(self, thing: Thing) -> float:
        """The highest fill or stroke opacity among its leaves."""
        fill = self.snapshot.fill[thing.rows, 3]
        stroke = self.snapshot.stroke[thing.rows, 3] * (self.snapshot.stroke_width[thing.rows] > 0)
        return float(np.maximum(fill, stroke).max(initial=0.0))


class Things:
    """Reads states; keeps the grouping as long as the scene holds the same leaves."""

    def __init__(self, names: Names, aliases: Aliases) -> None:
        self._names = names
        self._aliases = aliases
        self._signature: Any = None
        self._known: list[Thing] = []

    def read(self, scene: Scene, snapshot: Snapshot) -> State:
        """Group the leaves of ``snapshot``, which must show the scene as it is."""
        signature = ([id(leaf) for leaf in snapshot.leaves], self._aliases.version)
        if signature != self._signature:
            self._known = self._group(scene, snapshot)
            self._signature = signature
        else:
            for thing in self._known:
                if isinstance(thing.root, DecimalNumber):
                    thing.text = text_of(thing.root)
        return State(snapshot, self._known)

    def _group(self, scene: Scene, snapshot: Snapshot) -> list[Thing]:
        drafts: dict[int, _Draft] = {}
        for top in [*scene.mobjects, *scene.foreground_mobjects]:
            self._visit(top, (), _NO_ROLES, None, drafts, snapshot)
        things: list[Thing] = []
        for draft in drafts.values():
            if draft.rows:
                rows = np.array(sorted(set(draft.rows)), dtype=np.int64)
                text = self._says(draft) if draft.kind == "text" else ""
                things.append(
                    Thing(draft.root, draft.kind, rows, draft.ancestors, draft.roles, text, draft.whole)
                )
        return things

    def _says(self, draft: _Draft) -> str:
        looks = self._aliases.of(draft.root)
        if draft.whole is not None and not is_text(looks):
            return text_of(draft.whole)
        return text_of(looks)

    def _visit(
        self,
        mobject: Mobject,
        ancestors: tuple[Mobject, ...],
        roles: Roles,
        figure: _Draft | None,
        drafts: dict[int, _Draft],
        snapshot: Snapshot,
    ) -> None:
        looks = self._aliases.of(mobject)
        roles = roles | _roles_of(looks, ancestors)
        whole = self._names.whole_text(mobject)
        if (is_text(looks) and mobject.submobjects) or (is_text(looks) and len(mobject.points)):
            draft = _Draft(mobject, "text", ancestors, roles, whole)
            draft.rows, marks = _rows_below(mobject, snapshot)
            drafts[id(mobject)] = draft
            for mark in marks:
                # Its own background is what it is painted on, no glyph of it.
                mine = drafts.setdefault(
                    id(mark), _Draft(mark, "figure", (*ancestors, mobject), roles | {"highlight"})
                )
                mine.rows.append(snapshot.order[id(mark)])
            return
        row = snapshot.order.get(id(mobject))
        if whole is not None and row is not None and looks is mobject:
            parent = ancestors[-1] if ancestors else mobject
            draft = drafts.setdefault(
                -id(whole) - id(parent), _Draft(parent, "text", ancestors[:-1], roles, whole)
            )
            draft.rows.append(row)
            return
        if _starts_figure(mobject, looks, ancestors) or (figure is None and row is not None):
            figure = drafts.setdefault(id(mobject), _Draft(mobject, "figure", ancestors, roles))
        if row is not None and figure is not None:
            figure.rows.append(row)
        below = (*ancestors, mobject)
        for child in mobject.submobjects:
            self._visit(child, below, roles, figure, drafts, snapshot)


def _rows_below(mobject: Mobject, snapshot: Snapshot) -> tuple[list[int], list[Mobject]]:
    """The rows of a text's glyphs, and what was added to it around, under or over them."""
    order = snapshot.order
    drawn = [one for one in mobject.get_family() if id(one) in order]
    marks: list[Mobject] = [one for one in drawn if isinstance(one, _HIGHLIGHTS)]
    return [order[id(one)] for one in drawn if not isinstance(one, _HIGHLIGHTS)], marks


def _starts_figure(mobject: Mobject, looks: Mobject, ancestors: tuple[Mobject, ...]) -> bool:
    if type(looks) in _GROUPS:
        return False
    if isinstance(looks, (NumberLine, *_HIGHLIGHTS)) or not ancestors:
        return True
    parent = ancestors[-1]
    return type(parent) in _GROUPS or mobject in _grids_of(parent)


def _grids_of(mobject: Mobject) -> Iterator[Any]:
    for name in ("background_lines", "faded_lines"):
        value = getattr(mobject, name, None) if name in mobject.__dict__ else None
        if value is not None:
            yield value


def _roles_of(looks: Mobject, ancestors: tuple[Mobject, ...]) -> Roles:
    roles: set[str] = set()
    if isinstance(looks, _HIGHLIGHTS):
        roles.add("highlight")
    if isinstance(looks, (NumberLine, CoordinateSystem)):
        roles.add("axes")
    if isinstance(looks, (Table, Matrix)):
        roles.add("entry")
    if isinstance(looks, VectorField):
        roles.add("grid")
    if isinstance(looks, Code):
        roles.add("code")
    if ancestors and isinstance(ancestors[-1], (NumberPlane, ComplexPlane, PolarPlane)):
        roles.update("grid" for one in _grids_of(ancestors[-1]) if one is looks)
    on_axes = any(isinstance(one, CoordinateSystem) for one in ancestors) and is_text(looks)
    if on_axes or (ancestors and isinstance(ancestors[-1], NumberLine)):
        roles.add("tick")
    return frozenset(roles)
