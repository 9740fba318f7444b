"""Names and what they stand for, one scope inside another."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from knowledge.checker.values import Value, join

__all__ = ["Scope", "assigned_names", "merge_names"]


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class body, function or comprehension with its names.

    ``local`` are the names that are assigned anywhere in it, whether or not that has happened yet.
    """

    names: dict[str, Value]
    parent: Scope | None = None
    local: frozenset[str] = frozenset()
    is_class: bool = False
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
            if name in scope.local:
                return True
            scope = scope.parent
        return False

    def assign(self, name: str, value: Value) -> None:
        """Set a name, in the scope that owns it."""
        scope = self
        if name in self.borrowed:
            while scope.parent is not None and (scope is self or name not in scope.local):
                scope = scope.parent
        scope.names[name] = value


def merge_names(a: dict[str, Value], b: dict[str, Value]) -> dict[str, Value]:
    """Return the names after two ways that meet; a name that only one way set counts as set."""
    merged = dict(a)
    for name, value in b.items():
        other = merged.get(name)
        merged[name] = value if other is None or other is value else join(other, value)
    return merged


def assigned_names(body: list[ast.stmt]) -> frozenset[str]:
    """Return every name that statements bind, not counting inner functions and classes."""
    found: set[str] = set()
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        match node:
            case ast.Name(ctx=ast.Store() | ast.Del()):
                found.add(node.id)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.add(node.name)
                continue
            case ast.Import() | ast.ImportFrom():
                found.update((a.asname or a.name).split(".")[0] for a in node.names)
            case ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.Lambda():
                continue
            case _:
                pass
        todo.extend(ast.iter_child_nodes(node))
    return frozenset(found)
