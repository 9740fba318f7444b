"""What an expression may be: the abstract values that the checker computes with.

Everything that isn't sure is ``UNKNOWN``, and nothing is ever said about ``UNKNOWN``.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from knowledge.api.store import Callee, ManimClass
    from knowledge.checker.classes import UserClass
    from knowledge.checker.scope import Scope

__all__ = [
    "ANYWHERE", "NOTHING", "UNKNOWN", "AnyClass", "ApiFunction", "Array", "Builder", "Choice", "ClassRef",
    "Flag", "Function", "Instance", "Items", "ModuleRef", "Native", "Nothing", "Number", "SuperRef",
    "Table", "Text", "Value", "capitalized", "counted", "describe", "iterator", "join", "join_all", "row",
]  # fmt: skip

AnyClass = Union["ManimClass", "UserClass"]


class Value:
    """Anything at all."""

    __slots__ = ()


UNKNOWN = Value()


class Nothing(Value):
    """``None``."""

    __slots__ = ()


NOTHING = Nothing()


@dataclass(slots=True, frozen=True)
class Number(Value):
    """A number, with its value where that is known. ``whole``: that is an ``int``."""

    value: float | None = None
    whole: bool = False


@dataclass(slots=True, frozen=True)
class Text(Value):
    """A ``str``."""

    value: str | None = None
    node: ast.expr | None = field(default=None, compare=False)


@dataclass(slots=True, frozen=True)
class Flag(Value):
    """A ``bool``."""

    value: bool | None = None


@dataclass(slots=True, frozen=True)
class Array(Value):
    """A numpy array; ``shape`` is ``None`` when unknown, ``(3,)`` for a point."""

    shape: tuple[int, ...] | None = None


@dataclass(slots=True, eq=False)
class Items(Value):
    """A list, tuple, set or iterator. ``items`` is ``None`` when their number isn't known.

    ``home`` is the control context that made it: a change from a deeper one may not happen.
    """

    kind: str
    items: list[Value] | None
    element: Value = UNKNOWN
    home: int = 0

    def each(self) -> Value:
        """What one element is."""
        if self.items:
            return join_all(self.items)
        return self.element

    def weaken(self) -> None:
        """Forget how many there are."""
        if self.items is not None:
            self.element = self.each() if self.items else self.element
            self.items = None


ANYWHERE = -1
"""The home of what no branch or loop changes."""


def iterator(items: list[Value] | None, element: Value = UNKNOWN, home: int = 0) -> Items:
    """Return what can be gone through, and no more is known of."""
    return Items("iterator", items, element, home)


def row(*values: Value) -> Items:
    """Return a tuple that stays as it is."""
    return Items("tuple", list(values), home=ANYWHERE)


@dataclass(slots=True, eq=False)
class Table(Value):
    """A dictionary. ``entries`` is ``None`` when its keys aren't known."""

    entries: dict[object, Value] | None
    element: Value = UNKNOWN
    home: int = 0

    def each(self) -> Value:
        """What one value is."""
        return join_all(list(self.entries.values())) if self.entries else self.element


@dataclass(slots=True, eq=False)
class Instance(Value):
    """An object of a class; ``exact`` when it is of that class itself and not of one that derives from it.

    ``parts`` are the submobjects of a group, where they are known; ``attributes`` what the source
    itself put on the object.
    """

    cls: AnyClass
    exact: bool = True
    parts: Items | None = None
    attributes: dict[str, Value] | None = None

    def copy(self) -> Instance:
        """Return another object like this one."""
        parts = self.parts
        if parts is not None:
            items = None if parts.items is None else list(parts.items)
            parts = Items("list", items, parts.element, parts.home)
        attributes = None if self.attributes is None else dict(self.attributes)
        return Instance(self.cls, self.exact, parts, attributes)


@dataclass(slots=True, eq=False)
class ClassRef(Value):
    """A class itself."""

    cls: AnyClass


@dataclass(slots=True, eq=False)
class Function(Value):
    """A function or lambda of the source, bound to ``receiver`` when it is a method."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    receiver: Value | None = None
    owner: UserClass | None = None
    wrapped: bool = False
    """Decorated by something unknown: its signature may be another."""


@dataclass(slots=True, eq=False)
class ApiFunction(Value):
    """A function or method of manim, bound to ``receiver``."""

    callee: Callee
    receiver: Value | None = None
    animated: bool = False
    """Reached through ``.animate``."""


@dataclass(slots=True, eq=False)
class Native(Value):
    """A function of Python or numpy that the checker knows by name, e.g. ``list.append``."""

    name: str
    receiver: Value | None = None


@dataclass(slots=True, frozen=True)
class ModuleRef(Value):
    """A module by its full name."""

    name: str


@dataclass(slots=True, eq=False)
class Builder(Value):
    """What ``mobject.animate`` gives; ``chained`` once a method was called on it."""

    receiver: Instance
    chained: bool = False


@dataclass(slots=True, eq=False)
class SuperRef(Value):
    """``super()`` inside a method of ``owner``."""

    owner: UserClass
    receiver: Value


@dataclass(slots=True, eq=False)
class Choice(Value):
    """One of several values."""

    options: tuple[Value, ...]


def join(a: Value, b: Value) -> Value:
    """Return what is either ``a`` or ``b``."""
    if a is b:
        return a
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN
    options: list[Value] = []
    for value in (a, b):
        for option in value.options if isinstance(value, Choice) else (value,):
            merged = [_merge(known, option) for known in options]
            place = next((i for i, m in enumerate(merged) if m is not None), None)
            if place is None:
                options.append(option)
            else:
                options[place] = merged[place] or option
    if len(options) == 1:
        return options[0]
    return Choice(tuple(options)) if len(options) <= 5 else UNKNOWN


def join_all(values: list[Value]) -> Value:
    """Return what is any of ``values``."""
    result = values[0]
    for value in values[1:]:
        result = join(result, value)
        if result is UNKNOWN:
            break
    return result


def _merge(a: Value, b: Value) -> Value | None:  # noqa: C901 - a table of sorts
    """Return one value for two of the same sort, ``None`` when they are of different sorts."""
    if a is b:
        return a
    if type(a) is not type(b):
        return None
    match a, b:
        case Number(), Number():
            return a if a == b else Number()
        case Text(), Text():
            return a if a.value == b.value else Text()
        case Flag(), Flag():
            return a if a == b else Flag()
        case Array(), Array():
            return a if a == b else Array()
        case Nothing(), Nothing():
            return a
        case Instance(), Instance() if a.cls is b.cls:
            return Instance(a.cls, a.exact and b.exact, _merge_parts(a.parts, b.parts))
        case Items(), Items() if a.kind == b.kind:
            return _merge_items(a, b)
        case ClassRef(), ClassRef() if a.cls is b.cls:
            return a
        case Builder(), Builder() if a.receiver.cls is b.receiver.cls:
            return a
        case Table(), Table():
            return Table(None, join(a.each(), b.each()))
        case _:
            return None


def _merge_items(a: Items, b: Items) -> Items:
    if a.items is not None and b.items is not None and len(a.items) == len(b.items) <= 8:
        return Items(a.kind, [join(x, y) for x, y in zip(a.items, b.items, strict=True)], home=ANYWHERE)
    if not a.items and a.element is UNKNOWN and a.items is not None:
        return Items(a.kind, None, b.each())
    if not b.items and b.element is UNKNOWN and b.items is not None:
        return Items(a.kind, None, a.each())
    return Items(a.kind, None, join(a.each(), b.each()), home=ANYWHERE)


def _merge_parts(a: Items | None, b: Items | None) -> Items | None:
    return _merge_items(a, b) if a is not None and b is not None else None


def describe(value: Value) -> str:  # noqa: C901 - a table of sorts
    """Name a value for a message, e.g. ``a Circle``, ``a string``, ``None``."""
    match value:
        case Instance(cls=cls):
            return f"{'an' if _AN.match(cls.name) else 'a'} {cls.name}"
        case ClassRef(cls=cls):
            return f"the class {cls.name}"
        case Number():
            return "a number" if value.value is None else f"the number {value.value:g}"
        case Text():
            return "a string" if value.value is None else f"the string {value.value[:30]!r}"
        case Flag():
            return "a bool"
        case Nothing():
            return "None"
        case Array():
            return "an array"
        case Items():
            return {"list": "a list", "tuple": "a tuple", "set": "a set"}.get(value.kind, "an iterator")
        case Table():
            return "a dictionary"
        case Function() | ApiFunction() | Native():
            return "a function"
        case Builder():
            return "an .animate"
        case ModuleRef():
            return f"the module {value.name}"
        case _:
            return "something else"


_AN = re.compile(r"(?!Uni[tov])[AEIOU]|[FHLMNRSX][A-Z]")
"""Names that are said with a vowel first: an Axes, an SVGMobject, but a Union."""


def capitalized(value: Value) -> str:
    """Name a value at the start of a sentence."""
    text = describe(value)
    return text[0].upper() + text[1:]


def counted(number: int, thing: str) -> str:
    """Say how many there are: ``no names``, ``one name``, ``3 names``."""
    return {0: f"no {thing}s", 1: f"one {thing}"}.get(number, f"{number} {thing}s")
