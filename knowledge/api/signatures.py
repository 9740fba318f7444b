"""Signatures as data: parsed from the short text that the reflection keeps."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property, lru_cache

from proofreel.parsing import parse_python

__all__ = ["Parameter", "Signature", "parse_signature"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``kind`` is ``position``, ``either``, ``keyword``, ``args`` or ``kwargs``."""

    name: str
    kind: str
    annotation: str
    default: str | None

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is None and self.kind not in ("args", "kwargs")


@dataclass(frozen=True)
class Signature:
    """What a callable takes and what it returns (``""`` when nobody says)."""

    parameters: tuple[Parameter, ...]
    returns: str

    @cached_property
    def positional(self) -> list[Parameter]:
        """The parameters that may be given by place."""
        return [p for p in self.parameters if p.kind in ("position", "either")]

    @cached_property
    def named(self) -> dict[str, Parameter]:
        """The parameters that may be given by keyword."""
        return {p.name: p for p in self.parameters if p.kind in ("either", "keyword")}

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        """All parameters by their names, those of ``*args`` and ``**kwargs`` too."""
        return {p.name: p for p in self.parameters}

    def has(self, kind: str) -> bool:
        """Whether there is a parameter of a kind, e.g. ``kwargs``."""
        return any(p.kind == kind for p in self.parameters)


@lru_cache(maxsize=4096)
def parse_signature(text: str) -> Signature:
    """Parse ``(x: float, *, y: str = 'a', **kwargs) -> Self``."""
    node = parse_python(f"def f{text}: ...").body[0]
    assert isinstance(node, ast.FunctionDef)
    return signature_of(node)


def signature_of(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Signature:
    """Read the signature of a function in a source."""
    args = node.args
    found: list[Parameter] = []
    placed = [*args.posonlyargs, *args.args]
    missing = len(placed) - len(args.defaults)
    for index, arg in enumerate(placed):
        default = args.defaults[index - missing] if index >= missing else None
        kind = "position" if index < len(args.posonlyargs) else "either"
        found.append(_parameter(arg, kind, default))
    if args.vararg:
        found.append(_parameter(args.vararg, "args", None))
    for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        found.append(_parameter(arg, "keyword", default))
    if args.kwarg:
        found.append(_parameter(args.kwarg, "kwargs", None))
    returns = "" if isinstance(node, ast.Lambda) else _text(node.returns)
    return Signature(tuple(found), returns)


def _parameter(arg: ast.arg, kind: str, default: ast.expr | None) -> Parameter:
    return Parameter(arg.arg, kind, _text(arg.annotation), None if default is None else _text(default))


def _text(node: ast.expr | None) -> str:
    if node is None:
        return ""
    return node.id if isinstance(node, ast.Name) else ast.unparse(node)
