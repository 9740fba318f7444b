"""Where a callable's ``**kwargs`` end: the keywords that are accepted beyond the signature's own.

A class says "``Circle(**kwargs)``"; a person wants to know that ``stroke_width`` is fine and
``line_width`` isn't. The way is read from the source: every call that hands the dictionary on is
followed, ``super().__init__`` along the method resolution order of the class that is built.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

__all__ = ["Flow", "flow_of"]


@dataclass
class Flow:
    """Keywords that a callable takes through ``**kwargs``.

    ``open`` means that some of them could not be followed, so that anything must be accepted.
    ``fixed`` are keywords that the callable passes on itself: giving them too is an error.
    """

    names: set[str] = field(default_factory=set[str])
    fixed: set[str] = field(default_factory=set[str])
    open: bool = False

    def absorb(self, other: Flow, fixed: set[str]) -> None:
        """Add what is reached through one further call, which already sets ``fixed``."""
        self.names |= other.names - fixed
        self.fixed |= (other.fixed | (fixed & other.names)) - self.names
        self.open |= other.open


@cache
def _tree(function: Callable[..., Any]) -> ast.FunctionDef | None:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None
    node = tree.body[0]
    return node if isinstance(node, ast.FunctionDef) else None


def flow_of(function: Callable[..., Any], owner: type | None, built: type | None, depth: int = 0) -> Flow:
    """Follow ``**kwargs`` of ``function``, defined in ``owner``, when an instance of ``built`` is made."""
    flow = Flow()
    signature = inspect.signature(function)
    name = next((p.name for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD), None)
    if name is None:
        return flow
    node = _tree(function)
    if node is None or depth > 12:
        return Flow(open=True)
    flow.names |= set(_taken(node, name))
    ways = list(_ways(node, name))
    if not ways and not flow.names:
        # The dictionary is swallowed or kept: nothing to complain about.
        flow.open = True
    for call in ways:
        fixed = {k.arg for k in call.keywords if k.arg}
        _follow(flow, call, fixed, function, owner, built, depth)
    return flow


def _follow(
    flow: Flow,
    call: ast.Call,
    fixed: set[str],
    function: Callable[..., Any],
    owner: type | None,
    built: type | None,
    depth: int,
) -> None:
    found = _resolve(call.func, function, owner, built)
    if found is None:
        flow.open = True
        return
    target, target_owner, target_built = found
    try:
        parameters = list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError):
        flow.open = True
        return
    if target_owner is not None and parameters and parameters[0].name == "self":
        parameters = parameters[1:]
    given = sum(1 for a in call.args if not isinstance(a, ast.Starred))
    starred = any(isinstance(a, ast.Starred) for a in call.args)
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    taken = {p.name for p in (positional if starred else positional[:given])}
    inner = flow_of(target, target_owner, target_built, depth + 1)
    inner.names |= {p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    flow.absorb(inner, fixed | (taken if not starred else set()))


def _ways(node: ast.FunctionDef, name: str) -> Iterator[ast.Call]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and any(
            k.arg is None and isinstance(k.value, ast.Name) and k.value.id == name for k in call.keywords
        ):
            yield call


def _taken(node: ast.FunctionDef, name: str) -> Iterator[str]:
    """Yield keys that the body itself reads from the dictionary."""
    for part in ast.walk(node):
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in {"pop", "get"}
            and isinstance(part.func.value, ast.Name)
            and part.func.value.id == name
            and part.args
            and isinstance(part.args[0], ast.Constant)
        ):
            yield str(part.args[0].value)


def _resolve(
    func: ast.expr, function: Callable[..., Any], owner: type | None, built: type | None
) -> tuple[Callable[..., Any], type | None, type | None] | None:
    if isinstance(func, ast.Name):
        return _resolve_name(func.id, function)
    if not isinstance(func, ast.Attribute):
        return None
    value = func.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "super":
        return _next_method(func.attr, owner, built)
    if isinstance(value, ast.Name) and value.id == "self" and built is not None:
        return _next_method(func.attr, None, built)
    if isinstance(value, ast.Name):
        base = getattr(inspect.unwrap(function), "__globals__", {}).get(value.id)
        if inspect.isclass(base) and func.attr == "__init__":
            return _next_method("__init__", None, base)
    return None


def _resolve_name(
    name: str, function: Callable[..., Any]
) -> tuple[Callable[..., Any], type | None, type | None] | None:
    target = getattr(inspect.unwrap(function), "__globals__", {}).get(name)
    if inspect.isclass(target):
        return _next_method("__init__", None, target)
    if inspect.isfunction(target):
        return target, None, None
    return None


def _next_method(
    name: str, after: type | None, built: type | None
) -> tuple[Callable[..., Any], type | None, type | None] | None:
    """Return the method that ``super()`` of ``after`` reaches on ``built``, and who defines it."""
    if built is None:
        return None
    order = built.__mro__
    start = order.index(after) + 1 if after in order else 0
    for cls in order[start:]:
        method = vars(cls).get(name)
        method = getattr(method, "__func__", method)
        if inspect.isfunction(method):
            return method, cls, built
    return None
