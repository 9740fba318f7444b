"""The attributes that instances of a class have, with types where the source tells them."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["loose_attributes", "own_attributes"]


@cache
def own_attributes(cls: type) -> dict[str, str]:
    """Name to type text (``""`` when unknown) of what ``cls`` itself puts on its instances."""
    found: dict[str, str] = {}
    for name, value in vars(cls).items():
        if not name.startswith("__") and not callable(value) and not _is_descriptor(value):
            found[name] = type(value).__name__ if isinstance(value, (int, float, str, bool)) else ""
    for name, text in vars(cls).get("__annotations__", {}).items():
        found[name] = str(text)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return found
    for method in ast.walk(tree):
        if isinstance(method, ast.FunctionDef):
            _collect(method, found)
    return found


def _is_descriptor(value: Any) -> bool:
    return isinstance(value, (property, staticmethod, classmethod)) or hasattr(value, "__get__")


def _collect(method: ast.FunctionDef, found: dict[str, str]) -> None:
    parameters = {
        a.arg: ast.unparse(a.annotation)
        for a in (*method.args.args, *method.args.kwonlyargs)
        if a.annotation is not None
    }
    for node in ast.walk(method):
        if isinstance(node, ast.AnnAssign):
            for name in _self_names(node.target):
                found[name] = ast.unparse(node.annotation)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                for name in _self_names(target):
                    text = _value_type(node.value, parameters) if target is node.targets[0] else ""
                    text = text if isinstance(target, ast.Attribute) else ""
                    # Two assignments that disagree tell nothing.
                    found[name] = text if found.get(name, text) == text else ""
        elif isinstance(node, (ast.For, ast.With, ast.AugAssign)):
            parts = [node.target] if not isinstance(node, ast.With) else []
            for part in parts:
                for name in _self_names(part):
                    found.setdefault(name, "")


def _self_names(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Attribute):
        inner = target.value
        return [target.attr] if isinstance(inner, ast.Name) and inner.id == "self" else []
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for part in target.elts for name in _self_names(part)]
    return []


def _value_type(value: ast.expr, parameters: dict[str, str]) -> str:
    match value:
        case ast.Name(id=name):
            return parameters.get(name, "")
        case ast.Constant(value=constant) if constant is not None:
            return type(constant).__name__
        case ast.Call(func=ast.Name(id=name)) if name[:1].isupper():
            return name
        case ast.List():
            return "list"
        case ast.Dict():
            return "dict"
        case _:
            return ""


def loose_attributes(package: Path) -> list[str]:
    """Names of attributes that a package's source puts on objects other than ``self``.

    ``graph.underlying_function = f`` is how a curve gets one: no class tells of it.
    """
    found: set[str] = set()
    for path in (*package.glob("mobject/**/*.py"), *package.glob("animation/**/*.py")):
        if "opengl" in path.as_posix():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Store):
                continue
            if not (isinstance(node.value, ast.Name) and node.value.id == "self"):
                found.add(node.attr)
    return sorted(name for name in found if not name.startswith("_"))
