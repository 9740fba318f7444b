"""Names and what they stand for, one scope inside another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.checker.values import Value, join

__all__ = ["Scope", "assigned_names", "merge_names", "statements", "targets"]


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class body, function or comprehension with its names.

    ``local`` are the names that are assigned anywhere in it, whether or not that has happened yet.
    """

    names: dict[str, Value]
    parent: Scope | None = None
    local: frozenset[str] = frozenset()
    is_class: bool = False
    is_comprehension: bool = False
    """``:=`` within it binds in the scope around it."""
    returns: list[Value] = field(default_factory=list[Value])
    borrowed: frozenset[str] = frozenset()
    """Names declared ``global`` or ``nonlocal``."""

    def find(self, name: str) -> Value | None:
        """Look a name up from here outwards; ``None`` when nothing has set it."""
        scope: Scope | None = self
        first = True
        while scope is not None:
            if name in scope.names and (first or not scope.is_class):
                return scope.names[name]
            scope, first = scope.parent, False
        return None

    def expects(self, name: str) -> bool:
        """Whether some scope from here outwards assigns the name somewhere."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.local and (scope is self or not scope.is_class):
                return True
            scope = scope.parent
        return False

    def class_around(self, name: str) -> Scope | None:
        """Return the class body around this scope that sets the name, which isn't seen from here."""
        scope = self.parent
        while scope is not None and not (scope.is_class and name in scope.local):
            scope = scope.parent
        return scope

    def assign(self, name: str, value: Value) -> None:
        """Set a name, in the scope that owns it."""
        scope = self
        if name in self.borrowed:
            while scope.parent is not None and (scope is self or scope.is_class or name not in scope.local):
                scope = scope.parent
        scope.names[name] = value


def merge_names(a: dict[str, Value], b: dict[str, Value]) -> dict[str, Value]:
    """Return the names after two ways that meet; a name that only one way set counts as set."""
    merged = dict(a)
    for name, value in b.items():
        other = merged.get(name)
        merged[name] = value if other is None or other is value else join(other, value)
    return merged


def statements(body: list[ast.stmt], *, inside: bool = False) -> Iterator[ast.stmt]:
    """Yield statements and those within them; with ``inside`` also those of functions and classes.

    Expressions aren't walked: they bind nothing but by ``:=``, and walking them costs most of the time.
    """
    todo = list(body)
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, ast.Expr | ast.Assign):
            continue
        if not inside and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for part in ("body", "orelse", "finalbody"):
            todo.extend(getattr(node, part, ()))
        for handler in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            todo.extend(handler.body)


def targets(node: ast.stmt) -> list[ast.expr]:
    """Return what a statement assigns to."""
    match node:
        case ast.Assign():
            return node.targets
        case ast.AugAssign() | ast.AnnAssign() | ast.For() | ast.AsyncFor():
            return [node.target]
        case ast.With() | ast.AsyncWith():
            return [i.optional_vars for i in node.items if i.optional_vars is not None]
        case ast.Delete():
            return node.targets
        case _:
            return []


def assigned_names(body: list[ast.stmt]) -> frozenset[str]:
    """Return every name that statements bind, not counting inner functions and classes."""
    found: set[str] = set()
    for node in statements(body):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.add(node.name)
            case ast.Import() | ast.ImportFrom():
                found.update((a.asname or a.name).split(".")[0] for a in node.names)
            case ast.Try() | ast.TryStar():
                found.update(h.name for h in node.handlers if h.name)
            case ast.Match():
                found.update(_pattern_names(node))
            case _:
                pass
        for target in targets(node):
            if isinstance(target, ast.Name):
                found.add(target.id)
            elif not isinstance(target, ast.Attribute):
                found.update(n.id for n in ast.walk(target) if isinstance(n, ast.Name))
    return frozenset(found)


def _pattern_names(node: ast.Match) -> Iterator[str]:
    for case in node.cases:
        for part in ast.walk(case.pattern):
            if isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
                yield part.name
