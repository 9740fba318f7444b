"""Python source to a syntax tree, from several threads at once.

CPython 3.11 keeps one recursion counter for all threads that build a tree: of two that do so at the same
time one may end with ``SystemError: AST constructor recursion depth mismatch``.
"""

from __future__ import annotations

import ast
import threading
from typing import Literal, overload

__all__ = ["parse_python"]

_parsing = threading.Lock()


@overload
def parse_python(source: str, mode: Literal["exec"] = "exec") -> ast.Module: ...
@overload
def parse_python(source: str, mode: Literal["eval"]) -> ast.Expression: ...
def parse_python(source: str, mode: Literal["exec", "eval"] = "exec") -> ast.Module | ast.Expression:
    """What ``ast.parse`` returns, and its errors: SyntaxError, ValueError, RecursionError, MemoryError."""
    with _parsing:
        tree = ast.parse(source, mode=mode)
    assert isinstance(tree, ast.Module | ast.Expression)
    return tree
