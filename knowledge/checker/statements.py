"""Following statements in the order in which they run."""

from __future__ import annotations

import ast
from collections.abc import Set as AbstractSet

from knowledge.checker.annotations import from_annotation
from knowledge.checker.classes import UserClass
from knowledge.checker.imports import import_from, import_module
from knowledge.checker.operators import asks_type, combine, truth
from knowledge.checker.run import Run
from knowledge.checker.scope import Scope, assigned_names, merge_names
from knowledge.checker.targets import assign_target, elements
from knowledge.checker.values import (
    NOTHING,
    UNKNOWN,
    AnyClass,
    ClassRef,
    Function,
    Items,
    Number,
    Value,
    join,
)

__all__ = ["execute"]


def execute(run: Run, body: list[ast.stmt], scope: Scope) -> bool:
    """Follow statements; whether they end by leaving (return, raise, break, continue)."""
    return any(_statement(run, node, scope) for node in body)


def _statement(run: Run, node: ast.stmt, scope: Scope) -> bool:  # noqa: C901 - one case a kind
    match node:
        case ast.Expr(value=value):
            run.value(value, scope)
        case ast.Assign(targets=targets, value=value):
            result = run.value(value, scope)
            for target in targets:
                assign_target(run, target, result, scope)
        case ast.AugAssign():
            _augment(run, node, scope)
        case ast.AnnAssign(target=target, value=value):
            if value is not None:
                assign_target(run, target, run.value(value, scope), scope)
        case ast.If():
            return _if(run, node, scope)
        case ast.For() | ast.AsyncFor():
            return _for(run, node, scope)
        case ast.While():
            return _while(run, node, scope)
        case ast.Return(value=value):
            scope.returns.append(run.value(value, scope) if value is not None else NOTHING)
            return True
        case ast.Raise(exc=exc):
            if exc is not None:
                run.value(exc, scope)
            return True
        case ast.Break() | ast.Continue():
            return True
        case ast.Try() | ast.TryStar():
            return _try(run, node, scope)
        case ast.With() | ast.AsyncWith():
            return _with(run, node, scope)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _function(run, node, scope)
        case ast.ClassDef():
            _class(run, node, scope)
        case ast.Import():
            import_module(run, node, scope)
        case ast.ImportFrom():
            import_from(run, node, scope)
        case ast.Assert(test=test):
            run.value(test, scope)
        case ast.Match(subject=subject, cases=cases):
            run.value(subject, scope)
            _ways(run, [c.body for c in cases], scope)
        case _:
            pass
    return False


def _augment(run: Run, node: ast.AugAssign, scope: Scope) -> None:
    value = run.value(node.value, scope)
    load: ast.expr
    match node.target:
        case ast.Name(id=name):
            load = ast.copy_location(ast.Name(name, ast.Load()), node.target)
        case ast.Attribute(value=owner, attr=name):
            load = ast.copy_location(ast.Attribute(owner, name, ast.Load()), node.target)
        case _:
            run.value(node.target.value, scope)
            return
    old = run.value(load, scope)
    if isinstance(old, Items) and isinstance(value, Items) and isinstance(node.op, ast.Add):
        # A list grows in place.
        old.element = value.each() if old.items == [] else join(old.each(), value.each())
        old.items = None
        return
    result = combine(run, node, old, node.op, value)
    if run.context and isinstance(result, Number):
        result = Number()
    assign_target(run, node.target, result, scope)


def _if(run: Run, node: ast.If, scope: Scope) -> bool:
    if _is_main_guard(node.test):
        return False
    known = truth(run.value(node.test, scope))
    if known is not None:
        return execute(run, node.body if known else node.orelse, scope)
    narrowed = _narrowed(node.test)
    return _ways(run, [node.body, node.orelse], scope, narrowed)


def _is_main_guard(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _narrowed(test: ast.expr) -> set[str]:
    """Names about which the test knows more than we do."""
    if not asks_type(test):
        return set()
    return {n.id for n in ast.walk(test) if isinstance(n, ast.Name)} - {"self"}


def _ways(
    run: Run, bodies: list[list[ast.stmt]], scope: Scope, narrowed: AbstractSet[str] = frozenset()
) -> bool:
    """Follow each body from the same start, and go on with what they have in common."""
    before = scope.names
    left: list[dict[str, Value]] = []
    for index, body in enumerate(bodies):
        scope.names = dict(before)
        if narrowed and (index == 0 or len(bodies) > 1):
            for name in narrowed & scope.names.keys():
                scope.names[name] = UNKNOWN
        with run.branch():
            ended = execute(run, body, scope)
        if narrowed:
            for name in narrowed & before.keys():
                if scope.names.get(name) is UNKNOWN:
                    scope.names[name] = before[name]
        if not ended:
            left.append(scope.names)
    if not left:
        scope.names = before
        return True
    merged = left[0]
    for names in left[1:]:
        merged = merge_names(merged, names)
    scope.names = merged
    return False


def _for(run: Run, node: ast.For | ast.AsyncFor, scope: Scope) -> bool:
    iterated = run.value(node.iter, scope)
    if isinstance(iterated, Number):
        run.report("wrong-kind", node.iter, "A number can't be gone through.", "Write range(n).")
    values = elements(run, iterated)
    if values.items == [] and values.home == run.context:
        return False
    before, times, loop = scope.names, run.repeat, run.loop
    scope.names = dict(before)
    if values.items is not None:
        run.repeat *= max(1, len(values.items))
    elif isinstance(values.element, Number) and values.element.value is not None:
        run.repeat *= max(1.0, values.element.value)
    run.loop = run.loop or node
    with run.branch():
        assign_target(run, node.target, _loop_value(values), scope)
        execute(run, node.body, scope)
    run.repeat, run.loop = times, loop
    scope.names = merge_names(before, scope.names)
    execute(run, node.orelse, scope)
    return False


def _loop_value(values: Items) -> Value:
    """Return what the loop variable is; a number stands for any of its values."""
    value = values.each()
    return Number() if isinstance(value, Number) else value


def _while(run: Run, node: ast.While, scope: Scope) -> bool:
    known = truth(run.value(node.test, scope))
    if known is False and not isinstance(node.test, ast.Compare):
        return False
    before = scope.names
    scope.names = dict(before)
    with run.branch():
        execute(run, node.body, scope)
    scope.names = merge_names(before, scope.names)
    endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
    return endless and not any(isinstance(n, ast.Break | ast.Return | ast.Raise) for n in ast.walk(node))


def _try(run: Run, node: ast.Try | ast.TryStar, scope: Scope) -> bool:
    before = dict(scope.names)
    with run.branch(), run.guard(bool(node.handlers)):
        ended = execute(run, node.body, scope)
    if not ended:
        ended = execute(run, node.orelse, scope)
    after = scope.names
    for handler in node.handlers:
        scope.names = merge_names(before, after)
        if handler.name:
            scope.names[handler.name] = UNKNOWN
        # Whether a handler runs nobody knows.
        with run.branch(), run.doubt():
            left = execute(run, handler.body, scope)
        if not left:
            after = merge_names(after, scope.names) if not ended else scope.names
            ended = False
    scope.names = after
    return execute(run, node.finalbody, scope) or ended


def _with(run: Run, node: ast.With | ast.AsyncWith, scope: Scope) -> bool:
    catches = False
    for item in node.items:
        run.value(item.context_expr, scope)
        catches = catches or "suppress" in ast.unparse(item.context_expr)
        if item.optional_vars is not None:
            assign_target(run, item.optional_vars, UNKNOWN, scope)
    with run.guard(catches):
        return execute(run, node.body, scope)


def _function(run: Run, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    for part in node.decorator_list:
        run.value(part, scope)
    for default in (*node.args.defaults, *(d for d in node.args.kw_defaults if d)):
        run.value(default, scope)
    names = {getattr(d, "id", getattr(d, "attr", "")) for d in node.decorator_list}
    wrapped = bool(
        names - {"staticmethod", "classmethod", "property", "cached_property", "override", "setter"}
    )
    if "setter" in names:
        return
    scope.assign(node.name, Function(node, scope, wrapped=wrapped))


def _class(run: Run, node: ast.ClassDef, scope: Scope) -> None:
    bases: list[AnyClass] = []
    opaque = bool(node.keywords)
    for part in node.bases:
        value = run.value(part, scope)
        if isinstance(value, ClassRef):
            bases.append(value.cls)
        elif not (isinstance(part, ast.Name) and part.id == "object"):
            opaque = True
    made = UserClass(node.name, node, scope, bases, opaque)
    inner = Scope({}, scope, assigned_names(node.body), is_class=True)
    execute(run, node.body, inner)
    for name, value in inner.names.items():
        made.names[name] = value
        if isinstance(value, Function) and value.scope is inner:
            value.owner = made
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            made.names.setdefault(part.target.id, from_annotation(ast.unparse(part.annotation), run.api))
    if "__getattr__" in made.names or "__slots__" in made.names:
        made.opaque = True
    scope.assign(node.name, ClassRef(made))
