"""Values from type annotations: ``list[Mobject]`` of manim's signatures, ``float`` of the user's."""

from __future__ import annotations

import ast
from functools import lru_cache

from knowledge.api.store import Api
from knowledge.checker.values import (
    ANYWHERE,
    NOTHING,
    UNKNOWN,
    Array,
    Flag,
    Instance,
    Items,
    Number,
    Table,
    Text,
    Value,
    join,
    row,
)
from proofreel.parsing import parse_python

__all__ = ["from_annotation"]

_SIMPLE: dict[str, Value] = {
    "float": Number(),
    "int": Number(),
    "ManimFloat": Number(),
    "str": Text(),
    "bool": Flag(),
    "None": NOTHING,
    "Point3D": Array((3,)),
    "Vector3D": Array((3,)),
    "Point3DLike": Array((3,)),
    "Vector3DLike": Array((3,)),
    "ndarray": Array(),
    "Point3D_Array": Array(),
    "MatrixMN": Array(),
    "PixelArray": Array(),
    "FloatRGBA": Array((4,)),
    "FloatRGB": Array((3,)),
    "ManimColorInternal": Array((4,)),
    "dict": Table(None),
}

_SEQUENCES = {
    "list": "list",
    "List": "list",
    "Sequence": "list",
    "Iterable": "iterator",
    "Iterator": "iterator",
}


def from_annotation(text: str, api: Api, receiver: Value | None = None) -> Value:
    """Return what ``text`` says; an instance of a named class may be of one that derives from it."""
    if not text:
        return UNKNOWN
    if text == "Self":
        return receiver if receiver is not None else UNKNOWN
    simple = _SIMPLE.get(text)
    if simple is not None:
        return simple
    tree = _parse(text)
    return UNKNOWN if tree is None else _value(tree, api, receiver)


@lru_cache(maxsize=2048)
def _parse(text: str) -> ast.expr | None:
    try:
        return parse_python(text, "eval").body
    except SyntaxError:
        return None


def _value(node: ast.expr, api: Api, receiver: Value | None) -> Value:  # noqa: C901 - a table
    match node:
        case ast.Constant(value=None):
            return NOTHING
        case ast.Name(id="Self"):
            return receiver if receiver is not None else UNKNOWN
        case ast.Name(id=name) | ast.Attribute(attr=name):
            if name in _SIMPLE:
                return _SIMPLE[name]
            if name in _SEQUENCES:
                return Items(_SEQUENCES[name], None, home=ANYWHERE)
            cls = api.classes.get(name) if name != "_AnimationBuilder" else None
            return Instance(cls, exact=False) if cls else UNKNOWN
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            # An optional value is taken as the value: nobody checks get_part_by_tex(…) against None.
            a, b = _value(left, api, receiver), _value(right, api, receiver)
            if a is NOTHING or b is NOTHING:
                return b if a is NOTHING else a
            return join(a, b)
        case ast.Subscript(value=ast.Name(id=name), slice=inner) if name in _SEQUENCES:
            return Items(_SEQUENCES[name], None, _value(inner, api, receiver), home=ANYWHERE)
        case ast.Subscript(value=ast.Name(id="tuple" | "Tuple"), slice=ast.Tuple(elts=parts)):
            if any(isinstance(p, ast.Constant) and p.value is ... for p in parts):
                return Items("tuple", None, _value(parts[0], api, receiver), home=ANYWHERE)
            return row(*(_value(p, api, receiver) for p in parts))
        case ast.Subscript(value=ast.Name(id="dict" | "Dict")):
            return Table(None)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _value(inner, api, receiver)
        case ast.Subscript(value=ast.Name(id="NDArray")):
            return Array()
        case _:
            return UNKNOWN
