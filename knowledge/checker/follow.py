"""Following a function of the source with the arguments that it is called with."""

from __future__ import annotations

import ast
from functools import lru_cache

from knowledge.checker.run import Run
from knowledge.checker.scope import Scope, assigned_names, statements
from knowledge.checker.values import NOTHING, UNKNOWN, Function, Value, iterator, join_all

__all__ = ["follow"]


def follow(run: Run, function: Function, given: dict[str, Value]) -> Value:
    """Follow the body with ``given`` as parameters and return what the function returns.

    Parameters that aren't given take their default. A function that is being followed already,
    or was too often, gives ``UNKNOWN``.
    """
    node = function.node
    if not run.may_follow(node):
        return UNKNOWN
    run.followed[node] = run.followed.get(node, 0) + 1
    names = _parameters(run, function, given)
    if isinstance(node, ast.Lambda):
        scope = Scope(names, function.scope)
        run.calls.append(node)
        try:
            return run.value(node.body, scope)
        finally:
            run.calls.pop()
    from knowledge.checker.statements import execute

    local, borrowed, yields = _shape(node)
    scope = Scope(names, function.scope, local | names.keys(), borrowed=borrowed)
    run.calls.append(node)
    try:
        ended = execute(run, node.body, scope)
    finally:
        run.calls.pop()
    if yields:
        return iterator(None)
    if isinstance(node, ast.AsyncFunctionDef):
        return UNKNOWN
    if not ended:
        scope.returns.append(NOTHING)
    return join_all(scope.returns) if scope.returns else UNKNOWN


@lru_cache(maxsize=512)
def _shape(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
) -> tuple[frozenset[str], frozenset[str], bool]:
    borrowed: set[str] = set()
    yields = False
    for part in statements(node.body):
        if isinstance(part, ast.Global | ast.Nonlocal):
            borrowed.update(part.names)
        elif isinstance(part, ast.Expr | ast.Assign) and isinstance(part.value, ast.Yield | ast.YieldFrom):
            yields = True
    return assigned_names(node.body) - borrowed, frozenset(borrowed), yields


def _parameters(run: Run, function: Function, given: dict[str, Value]) -> dict[str, Value]:
    args = function.node.args
    names: dict[str, Value] = {}
    placed = [*args.posonlyargs, *args.args]
    missing = len(placed) - len(args.defaults)
    for index, arg in enumerate(placed):
        if arg.arg in given:
            names[arg.arg] = given[arg.arg]
        elif index >= missing:
            names[arg.arg] = run.value(args.defaults[index - missing], function.scope)
        else:
            names[arg.arg] = _annotated(run, arg)
    for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        if arg.arg in given:
            names[arg.arg] = given[arg.arg]
        else:
            names[arg.arg] = run.value(default, function.scope) if default else _annotated(run, arg)
    for extra in (args.vararg, args.kwarg):
        if extra is not None:
            names[extra.arg] = given.get(extra.arg, UNKNOWN)
    return names


def _annotated(run: Run, arg: ast.arg) -> Value:
    from knowledge.checker.annotations import from_annotation

    if arg.annotation is None:
        return UNKNOWN
    value = from_annotation(ast.unparse(arg.annotation), run.api)
    # People write list and np.ndarray for whatever has points: believe classes only.
    from knowledge.checker.values import Instance

    return value if isinstance(value, Instance) else UNKNOWN
