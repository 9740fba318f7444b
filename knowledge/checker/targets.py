"""Binding values to targets, and what one gets by going through a thing."""

from __future__ import annotations

import ast

from knowledge.checker.classes import is_a
from knowledge.checker.run import Run
from knowledge.checker.scope import Scope
from knowledge.checker.values import (
    ANYWHERE,
    UNKNOWN,
    Array,
    Choice,
    Instance,
    Items,
    Number,
    Table,
    Text,
    Value,
    capitalized,
    counted,
    iterator,
    join,
)

__all__ = ["assign_target", "elements"]


def elements(run: Run, value: Value) -> Items:
    """Return what iterating over a value gives; ``items`` where their number is known."""
    match value:
        case Items():
            return value
        case Table(entries=entries):
            keys: list[Value] = [Text(k) if isinstance(k, str) else UNKNOWN for k in entries or ()]
            return iterator(keys if entries else None, UNKNOWN, value.home)
        case Text(value=str(text)) if len(text) <= 60:
            return iterator([Text(c) for c in text])
        case Text():
            return iterator(None, Text())
        case Instance() if value.parts is not None:
            return value.parts
        case Instance() if is_a(value.cls, "Mobject"):
            return iterator(None, _part(run, value))
        case Array(shape=(int() as count,)) if count <= 8:
            return iterator([Number() for _ in range(count)])
        case _:
            return iterator(None, UNKNOWN)


def _part(run: Run, value: Instance) -> Value:
    """Return what a submobject is, as far as the class tells."""
    name = "VMobject" if is_a(value.cls, "VMobject") else "Mobject"
    return Instance(run.api.classes[name], exact=False)


def assign_target(run: Run, target: ast.expr, value: Value, scope: Scope) -> None:
    """Bind ``value`` to a name, an attribute, an index or several of them."""
    match target:
        case ast.Name(id=name):
            scope.assign(name, value)
        case ast.Attribute(value=owner, attr=name):
            _assign_attribute(run, run.value(owner, scope), name, value)
        case ast.Subscript(value=owner, slice=index):
            _assign_item(run, run.value(owner, scope), run.value(index, scope), value)
        case ast.Starred(value=inner):
            assign_target(run, inner, Items("list", None), scope)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            _unpack(run, target, parts, value, scope)
        case _:
            pass


def _assign_attribute(run: Run, owner: Value, name: str, value: Value) -> None:
    if not isinstance(owner, Instance):
        return
    if owner.attributes is None:
        owner.attributes = {}
    known = owner.attributes.get(name)
    # In a branch the old value may survive.
    owner.attributes[name] = value if known is None or run.context == 0 else join(known, value)


def _assign_item(run: Run, owner: Value, index: Value, value: Value) -> None:
    match owner:
        case Table():
            key = index.value if isinstance(index, Text | Number) else None
            if owner.entries is not None and key is not None and owner.home == run.context:
                owner.entries[key] = value
            else:
                owner.element = value if owner.entries == {} else join(owner.each(), value)
                owner.entries = None
        case Items():
            owner.element = join(owner.each(), value)
            owner.items = None
        case Instance(parts=Items() as parts):
            parts.element = join(parts.each(), value)
            parts.items = None
        case _:
            pass


def _unpack(run: Run, target: ast.expr, parts: list[ast.expr], value: Value, scope: Scope) -> None:
    if isinstance(value, Choice):
        value = UNKNOWN
    values = elements(run, value)
    starred = any(isinstance(p, ast.Starred) for p in parts)
    items = values.items
    if items is not None and not starred:
        sure = not isinstance(value, Items) or value.home in (run.context, ANYWHERE) or value.kind == "tuple"
        if isinstance(value, Instance):
            sure = values.home == run.context and bool(items)
        if len(items) != len(parts) and sure:
            run.report(
                "wrong-unpacking",
                target,
                f"{capitalized(value)} of {counted(len(items), 'value')} can't be unpacked to "
                f"{counted(len(parts), 'name')}.",
                _unpacking_fix(len(items)),
            )
        elif len(items) == len(parts):
            for part, item in zip(parts, items, strict=True):
                assign_target(run, part, item, scope)
            return
    if isinstance(value, Number):
        run.report(
            "wrong-unpacking", target, f"{capitalized(value)} can't be unpacked.", "Assign it to one name."
        )
    element = values.each()
    for part in parts:
        assign_target(run, part, element, scope)


def _unpacking_fix(count: int) -> str:
    if count == 0:
        return "Put something into it before."
    if count == 1:
        return "Write one name with a comma behind it, or take [0] of it."
    return f"Write {count} names, or take the ones you need by index."
