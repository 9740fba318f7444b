"""Arithmetic, comparison and subscripts."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable

from knowledge.checker.classes import UserClass, is_a, line_of
from knowledge.checker.run import Run
from knowledge.checker.scope import Scope
from knowledge.checker.targets import elements
from knowledge.checker.values import (
    ANYWHERE,
    UNKNOWN,
    Array,
    Choice,
    Flag,
    Instance,
    Items,
    Nothing,
    Number,
    Table,
    Text,
    Value,
    capitalized,
    counted,
    describe,
)

__all__ = ["asks_type", "binary", "combine", "compare", "subscript", "truth", "unary"]

_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}

_COMPARED: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def truth(value: Value) -> bool | None:
    """Whether a value counts as true, ``None`` when nobody knows."""
    match value:
        case Flag(value=known):
            return known
        case Nothing():
            return False
        case Number(value=float(known)):
            return bool(known)
        case Text(value=str(known)):
            return bool(known)
        case _:
            return None


def asks_type(node: ast.expr) -> bool:
    """Whether an expression asks for the type or the attributes of something."""
    return any(
        isinstance(n, ast.Call)
        and isinstance(n.func, ast.Name)
        and n.func.id in ("isinstance", "hasattr", "callable", "getattr", "issubclass")
        for n in ast.walk(node)
    )


def binary(run: Run, node: ast.BinOp, scope: Scope) -> Value:
    """Evaluate ``a + b`` and the like."""
    return combine(run, node, run.value(node.left, scope), node.op, run.value(node.right, scope))


def combine(run: Run, node: ast.AST, left: Value, op: ast.operator, right: Value) -> Value:  # noqa: C901
    """Return what an operator makes of two values; report what can't be combined."""
    match left, right:
        case Number(), Number():
            return _numbers(run, node, left, op, right)
        case Flag() | Number(), Flag() | Number():
            return Number()
        case Text(), _ if isinstance(op, ast.Mod):
            return Text()
        case Text(value=a), Text(value=b) if isinstance(op, ast.Add):
            return Text(a + b if a is not None and b is not None else None)
        case Text(), Number() if isinstance(op, ast.Mult):
            return Text()
        case Text(), Number() | Array() | Nothing() if isinstance(op, ast.Add):
            _report(run, node, left, right, "Put it into an f-string, or convert it with str().")
        case Number() | Array(), Text() if isinstance(op, ast.Add):
            _report(run, node, left, right, "Convert the string, or put both into an f-string.")
        case (Instance(cls=cls), Array()) | (Array(), Instance(cls=cls)) if is_a(cls, "ValueTracker"):
            _report_tracker(run, node, left, right)
        case Nothing(), Number() | Array() | Text():
            _report(run, node, left, right, "Give it a value before.")
        case (Array(), _) | (_, Array()):
            return _arrays(run, node, left, op, right)
        case Items(kind="list" | "tuple"), Number(whole=False, value=float()) if isinstance(op, ast.Mult):
            fix = "Make it an array first: np.array([...]) * number."
            _report(run, node, left, right, fix)
        case Items(kind="list" | "tuple") as a, Items(kind="list" | "tuple") as b if isinstance(op, ast.Add):
            if a.kind == b.kind:
                return _joined(run, a, b)
            _report(run, node, left, right, "Convert one of them, e.g. with list().")
        case Items() as a, Number(value=float(times)) if isinstance(op, ast.Mult) and a.items is not None:
            return Items(
                a.kind, a.items * int(times) if len(a.items) * times < 200 else None, a.each(), run.context
            )
        case Items(kind="list" | "tuple"), Items(kind="list" | "tuple") if isinstance(op, ast.Sub):
            _report(run, node, left, right, "Subtract arrays: np.array(a) - np.array(b).")
        case Instance() as a, Array() | Number() if is_a(a.cls, "Mobject") and isinstance(
            op, ast.Sub | ast.Div
        ):
            _report(run, node, left, right, "Use the mobject's point, e.g. m.get_center().")
        case _:
            pass
    return UNKNOWN


def _report(run: Run, node: ast.AST, left: Value, right: Value, fix: str) -> None:
    run.report(
        "wrong-operands", node, f"{capitalized(left)} and {describe(right)} can't be combined like this.", fix
    )


def _report_tracker(run: Run, node: ast.AST, left: Value, right: Value) -> None:
    """Say that a tracker stands where its number is meant; for a named one with the exact change."""
    part: ast.expr | None = None
    if isinstance(node, ast.BinOp):
        part = node.left if isinstance(left, Instance) else node.right
    text = ast.get_source_segment(run.source, part) if isinstance(part, ast.Name | ast.Attribute) else None
    new = f"{text or 'tracker'}.get_value()"
    run.report(
        "wrong-operands", node, f"{capitalized(left)} and {describe(right)} can't be combined like this.",
        f"Use the tracker's number: {new}.", replace=(part, new) if part is not None and text else None,
    )  # fmt: skip


def _joined(run: Run, a: Items, b: Items) -> Items:
    if a.items is not None and b.items is not None:
        return Items(a.kind, a.items + b.items, home=run.context)
    if a.items == [] or b.items == []:
        return Items(a.kind, None, (b if a.items == [] else a).each(), run.context)
    from knowledge.checker.values import join

    return Items(a.kind, None, join(a.each(), b.each()), run.context)


def _numbers(run: Run, node: ast.AST, left: Number, op: ast.operator, right: Number) -> Value:
    whole = left.whole and right.whole and not isinstance(op, ast.Div)
    apply = _ARITHMETIC.get(type(op))
    if right.value == 0 and isinstance(op, ast.Div | ast.FloorDiv | ast.Mod) and left.value is not None:
        run.report("wrong-operands", node, "Division by zero.", "Leave the point out of the range.")
    if apply is None or left.value is None or right.value is None:
        return Number()
    try:
        value = apply(left.value, right.value)
    except ArithmeticError:
        return Number()
    return Number(value, whole) if math.isfinite(value) else Number()


def _arrays(run: Run, node: ast.AST, left: Value, op: ast.operator, right: Value) -> Value:
    if isinstance(op, ast.MatMult):
        return Array()
    array, other = (left, right) if isinstance(left, Array) else (right, left)
    assert isinstance(array, Array)
    if isinstance(other, Number):
        return array
    shape = _shape_of(other)
    if isinstance(other, Array | Items) and shape and array.shape and isinstance(op, ast.Add | ast.Sub):
        if len(shape) == len(array.shape) == 1 and shape != array.shape and 1 not in (*shape, *array.shape):
            run.report(
                "flat-point",
                node,
                f"An array of {array.shape[0]} numbers and one of {shape[0]} can't be added.",
                "Points and directions have three coordinates: write [x, y, 0].",
            )
            return Array((3,))
        return array
    if isinstance(other, Instance) and is_a(other.cls, "Mobject") and isinstance(op, ast.Add | ast.Sub):
        _report(run, node, left, right, "Use the mobject's point, e.g. m.get_center().")
    return Array()


def _shape_of(value: Value) -> tuple[int, ...] | None:
    if isinstance(value, Array):
        return value.shape
    if (
        isinstance(value, Items)
        and value.items is not None
        and all(isinstance(i, Number) for i in value.items)
    ):
        return (len(value.items),)
    return None


def unary(run: Run, node: ast.UnaryOp, scope: Scope) -> Value:
    """Evaluate ``-x``, ``not x`` and the like."""
    value = run.value(node.operand, scope)
    if isinstance(node.op, ast.Not):
        known = truth(value)
        return Flag(None if known is None else not known)
    if isinstance(node.op, ast.USub) and isinstance(value, Number):
        return value if value.value is None else Number(-value.value, value.whole)
    if isinstance(node.op, ast.USub | ast.UAdd) and isinstance(value, Array | Number):
        return value
    return UNKNOWN


def compare(run: Run, node: ast.Compare, scope: Scope) -> Value:
    """Evaluate a comparison; the answer is known only for constants and ``None``."""
    left = run.value(node.left, scope)
    rights = [run.value(c, scope) for c in node.comparators]
    if len(rights) != 1:
        return Flag()
    op, right = node.ops[0], rights[0]
    if isinstance(op, ast.Is | ast.IsNot) and isinstance(right, Nothing):
        if isinstance(left, Nothing):
            return Flag(isinstance(op, ast.Is))
        sure = isinstance(left, Instance | Text | Number | Items | Table | Array)
        return Flag(isinstance(op, ast.IsNot) if sure else None)
    apply = _COMPARED.get(type(op))
    if apply and isinstance(left, Number) and isinstance(right, Number):
        if left.value is None or right.value is None:
            return Flag()
        return Flag(apply(left.value, right.value))
    same = isinstance(left, Text) and isinstance(right, Text) and None not in (left.value, right.value)
    if same and isinstance(op, ast.Eq | ast.NotEq):
        return Flag((left == right) is isinstance(op, ast.Eq))
    # "array < 1" is an array of answers: a bool only where both sides are surely plain.
    plain = isinstance(left, Number | Text | Nothing) and isinstance(right, Number | Text | Nothing)
    return Flag() if plain or isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) else UNKNOWN


def subscript(run: Run, node: ast.Subscript, scope: Scope) -> Value:
    """Evaluate ``thing[index]``."""
    owner = run.value(node.value, scope)
    index = run.value(node.slice, scope)
    return _pick(run, node, owner, index)


def _pick(run: Run, node: ast.Subscript, owner: Value, index: Value) -> Value:  # noqa: C901
    sliced = isinstance(node.slice, ast.Slice)
    match owner:
        case Choice(options=options):
            from knowledge.checker.values import join_all

            with run.guard():
                return join_all([_pick(run, node, o, index) for o in options])
        case Items():
            return _from_items(run, node, owner, index, sliced)
        case Table(entries=entries) if entries is not None:
            return _from_table(run, node, owner, entries, index)
        case Nothing() | Number(value=float()) if isinstance(node.ctx, ast.Load):
            message = f"{capitalized(owner)} has no elements."
            run.report("wrong-operands", node, message, "Index a list or a group.")
        case Table():
            return owner.element
        case Text():
            return Text()
        case Instance(parts=Items() as parts):
            if sliced:
                return Instance(
                    run.api.classes["VGroup" if is_a(owner.cls, "VMobject") else "Group"], exact=False
                )
            return _from_items(run, node, parts, index, False, _PARTS if is_a(owner.cls, "MathTex") else "")
        case Instance() if is_a(owner.cls, "Mobject"):
            if is_a(owner.cls, "VDict"):
                return Instance(run.api.classes["Mobject"], exact=False)
            if isinstance(index, Text) or _has_own_elements(owner):
                return UNKNOWN
            return elements(run, Instance(owner.cls, owner.exact)).each()
        case Array(shape=shape) if isinstance(index, Number) and shape is not None and len(shape) == 1:
            return Number()
        case _:
            pass
    return UNKNOWN


def _has_own_elements(value: Instance) -> bool:
    return any("__getitem__" in c.names for c in line_of(value.cls) if isinstance(c, UserClass))


def _from_table(
    run: Run, node: ast.Subscript, owner: Table, entries: dict[object, Value], index: Value
) -> Value:
    key = index.value if isinstance(index, Text | Number) else None
    if key is None:
        return owner.each() if entries else UNKNOWN
    if key not in entries and entries and owner.home == run.context and isinstance(node.ctx, ast.Load):
        close = ", ".join(_key(k) for k in list(entries)[:6])
        fix = f"Use one of its keys: {close}." if len(entries) > 1 else f"Use its only key, {close}."
        run.report("index-out-of-range", node, f"There is no key {_key(key)}.", fix)
    return entries.get(key, UNKNOWN)


def _key(key: object) -> str:
    # All numbers are floats here, those of the source were mostly not.
    return f"{key:g}" if type(key) is float else repr(key)


_PARTS = "Its parts are the strings it was given: split it, MathTex('a', 'b'), or take glyphs of [0]."


def _from_items(
    run: Run, node: ast.Subscript, owner: Items, index: Value, sliced: bool, advice: str = ""
) -> Value:
    if sliced:
        return Items(owner.kind, None, owner.each(), home=ANYWHERE) if owner.items != [] else UNKNOWN
    if isinstance(index, Text):
        if owner.kind in ("list", "tuple"):
            run.report(
                "wrong-operands", node, f"{capitalized(owner)} takes no string as index.", "Use a number."
            )
        return UNKNOWN
    if owner.items is None or not isinstance(index, Number) or index.value is None:
        return owner.each()
    place = int(index.value)
    if -len(owner.items) <= place < len(owner.items):
        return owner.items[place]
    if owner.home == run.context and owner.items:
        run.report(
            "index-out-of-range",
            node,
            f"There is no [{place}]: it has {counted(len(owner.items), 'element')}.",
            advice or _index_fix(len(owner.items)),
        )
    return UNKNOWN


def _index_fix(count: int) -> str:
    return f"Use 0 to {count - 1}." if count > 1 else "Use [0], or put more into it."
