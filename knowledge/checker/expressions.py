"""What each kind of expression evaluates to."""

from __future__ import annotations

import ast

from knowledge.checker.attributes import attribute
from knowledge.checker.calls import call
from knowledge.checker.known import BUILTINS
from knowledge.checker.operators import asks_type, binary, compare, subscript, truth, unary
from knowledge.checker.run import Evaluate, Run
from knowledge.checker.scope import Scope
from knowledge.checker.targets import assign_target, elements
from knowledge.checker.unknown_names import report_unknown_name
from knowledge.checker.values import (
    NOTHING,
    UNKNOWN,
    Flag,
    Function,
    Items,
    Native,
    Number,
    Table,
    Text,
    Value,
    join,
    join_all,
)

__all__ = ["HANDLERS"]


def _constant(run: Run, node: ast.Constant, scope: Scope) -> Value:  # noqa: ARG001
    value = node.value
    if isinstance(value, str):
        return Text(value, node)
    if isinstance(value, bool):
        return Flag(value)
    if isinstance(value, int | float):
        return Number(float(value) if abs(value) < 1e300 else None, isinstance(value, int))
    return NOTHING if value is None else UNKNOWN


def _name(run: Run, node: ast.Name, scope: Scope) -> Value:
    value = scope.find(node.id)
    if value is not None:
        return value
    if scope.expects(node.id):
        return UNKNOWN
    if node.id in BUILTINS:
        return Native(node.id)
    if not run.unclear_names:
        report_unknown_name(run, node, scope)
    return UNKNOWN


def _list(run: Run, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
    items: list[Value] | None = []
    element: Value | None = None
    for part in node.elts:
        if isinstance(part, ast.Starred):
            inner = run.value(part.value, scope)
            if isinstance(inner, Items) and inner.items is not None and items is not None:
                items.extend(inner.items)
                continue
            items, element = None, UNKNOWN
            continue
        value = run.value(part, scope)
        if items is not None:
            items.append(value)
    return Items(kind, items, element or UNKNOWN, run.context)


def _dict(run: Run, node: ast.Dict, scope: Scope) -> Value:
    entries: dict[object, Value] | None = {}
    values: list[Value] = []
    for key, part in zip(node.keys, node.values, strict=True):
        value = run.value(part, scope)
        if key is None:
            if isinstance(value, Table) and value.entries is not None and entries is not None:
                entries.update(value.entries)
            else:
                entries = None
            values.append(UNKNOWN)
            continue
        known = run.value(key, scope)
        values.append(value)
        if entries is not None and isinstance(known, Text | Number | Flag) and known.value is not None:
            entries[known.value] = value
        else:
            entries = None
    return Table(entries, join_all(values) if values else UNKNOWN, run.context)


def _joined(run: Run, node: ast.JoinedStr, scope: Scope) -> Value:
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            run.value(part.value, scope)
            if part.format_spec is not None:
                run.value(part.format_spec, scope)
    return Text()


def _conditional(run: Run, node: ast.IfExp, scope: Scope) -> Value:
    known = truth(run.value(node.test, scope))
    if known is not None:
        return run.value(node.body if known else node.orelse, scope)
    with run.branch():
        return join(run.value(node.body, scope), run.value(node.orelse, scope))


def _logic(run: Run, node: ast.BoolOp, scope: Scope) -> Value:
    result = run.value(node.values[0], scope)
    stops = isinstance(node.op, ast.Or)
    for part in node.values[1:]:
        known = truth(result)
        if known is stops:
            return result
        # "isinstance(x, Text) and x.text": the right side knows more than we do.
        with run.branch(), run.guard(asks_type(node.values[0])):
            value = run.value(part, scope)
        result = value if known is not None else join(result, value)
    return result


def _lambda(run: Run, node: ast.Lambda, scope: Scope) -> Value:  # noqa: ARG001
    return Function(node, scope)


def _comprehension(
    run: Run, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope
) -> Value:
    inner = Scope({}, scope, is_comprehension=True)
    count: int | None = 1
    before = run.repeat
    with run.branch():
        for place, generator in enumerate(node.generators):
            # The first is evaluated outside: there a class body sees its own names.
            values = elements(run, run.value(generator.iter, inner if place else scope))
            sized = values.items is not None and not generator.ifs
            count = count * len(values.items or ()) if sized and count is not None else None
            if values.items == []:
                return Table(None) if isinstance(node, ast.DictComp) else Items("list", [], home=run.context)
            assign_target(run, generator.target, values.each(), inner)
            guarded = any(asks_type(t) for t in generator.ifs)
            for test in generator.ifs:
                run.value(test, inner)
            if guarded:
                for part in ast.walk(generator.target):
                    if isinstance(part, ast.Name):
                        inner.names[part.id] = UNKNOWN
        if isinstance(node, ast.DictComp):
            run.value(node.key, inner)
            result: Value = Table(None, run.value(node.value, inner))
        else:
            value = run.value(node.elt, inner)
            kind = (
                "list"
                if isinstance(node, ast.ListComp)
                else "set"
                if isinstance(node, ast.SetComp)
                else "iterator"
            )
            items = [value] * count if count is not None and count <= 60 and kind != "set" else None
            result = Items(kind, items, value)
    run.repeat = before
    if isinstance(result, Items):
        result.home = run.context
    return result


def _walrus(run: Run, node: ast.NamedExpr, scope: Scope) -> Value:
    value = run.value(node.value, scope)
    owner = scope
    while owner.is_comprehension and owner.parent is not None:
        owner = owner.parent
    assign_target(run, node.target, value, owner)
    return value


def _inner(run: Run, node: ast.Starred | ast.Await | ast.YieldFrom, scope: Scope) -> Value:
    run.value(node.value, scope)
    return UNKNOWN


def _yield(run: Run, node: ast.Yield, scope: Scope) -> Value:
    if node.value is not None:
        run.value(node.value, scope)
    return UNKNOWN


def _slice(run: Run, node: ast.Slice, scope: Scope) -> Value:
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            run.value(part, scope)
    return UNKNOWN


HANDLERS: dict[type[ast.expr], Evaluate] = {  # type: ignore[assignment]
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: attribute,
    ast.Call: call,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Set: _list,
    ast.Dict: _dict,
    ast.JoinedStr: _joined,
    ast.BinOp: binary,
    ast.UnaryOp: unary,
    ast.BoolOp: _logic,
    ast.Compare: compare,
    ast.IfExp: _conditional,
    ast.Lambda: _lambda,
    ast.Subscript: subscript,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.NamedExpr: _walrus,
    ast.Starred: _inner,
    ast.Await: _inner,
    ast.YieldFrom: _inner,
    ast.Yield: _yield,
    ast.Slice: _slice,
}
"""The evaluator of each kind of expression; kinds that aren't here are unknown."""
