"""Classes of the source, and what a class has by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.api.store import Api, ManimClass
from knowledge.checker.scope import Scope
from knowledge.checker.values import AnyClass, Builder, Instance, Value

__all__ = ["UserClass", "is_a", "is_mobject", "is_opaque", "is_uncallable", "line_of", "manim_base", "may_be"]


@dataclass(eq=False)
class UserClass:
    """A class of the source. ``opaque`` when a base isn't known, so that it may have anything."""

    name: str
    node: ast.ClassDef
    scope: Scope
    bases: list[AnyClass]
    opaque: bool = False
    names: dict[str, Value] = field(default_factory=dict[str, Value])
    """Methods and class attributes."""


def line_of(cls: AnyClass) -> Iterator[AnyClass]:
    """Yield a class and its bases, nearest first (depth first, which is near enough to the real order)."""
    if isinstance(cls, ManimClass):
        yield from cls.line
        return
    yield cls
    seen: set[int] = set()
    for base in cls.bases:
        for each in line_of(base):
            if id(each) not in seen:
                seen.add(id(each))
                yield each


def is_opaque(cls: AnyClass) -> bool:
    """Whether a class may have members that nobody knows of."""
    return any(isinstance(c, UserClass) and c.opaque for c in line_of(cls))


def manim_base(cls: AnyClass) -> ManimClass | None:
    """Return the nearest class of manim."""
    return next((c for c in line_of(cls) if isinstance(c, ManimClass)), None)


def is_a(cls: AnyClass, name: str) -> bool:
    """Whether a class is, or derives from, the manim class ``name``."""
    return any(isinstance(c, ManimClass) and c.is_a(name) for c in line_of(cls))


def may_be(cls: AnyClass, exact: bool, name: str, api: Api) -> bool:
    """Whether an object may be a ``name``, as far as anybody can tell."""
    if is_a(cls, name) or is_opaque(cls):
        return True
    if exact:
        return False
    base = manim_base(cls)
    return base is None or name in api.subclasses.get(base.name, frozenset())


def is_mobject(value: Value) -> bool:
    """Whether a value is surely a mobject, or its ``.animate``."""
    return isinstance(value, Builder) or (isinstance(value, Instance) and is_a(value.cls, "Mobject"))


def is_uncallable(value: Instance) -> bool:
    """Whether an object is surely no function."""
    if is_opaque(value.cls) or not value.exact or not is_a(value.cls, "Mobject"):
        return False
    return not any(
        "__call__" in (c.names if isinstance(c, UserClass) else c.members) for c in line_of(value.cls)
    )
