"""What the lesson kit offers to scenes written by hand, read from its sources without running them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import render_sandbox

__all__ = ["KitName", "kit_entry", "kit_names"]

_KIT = Path(render_sandbox.__file__).parent / "stage" / "lessonkit"
_PREFIX = "lessonkit."
_ACTIVE = ("LessonScene", "Narrated", "Block")
"""Classes whose methods a scene calls; those of the blocks are the kit's own."""
_MANIMS = ("setup", "tear_down")
"""Methods that manim calls."""
_BY_HAND = {
    "THEMES": ("THEMES", "Every theme by its name: `midnight`, `daylight`, `chalkboard` and `paper`."),
    "SpokenLine": (
        "with self.say(…) as line",
        "A line: `line.duration`, `line.marks`, `line.elapsed`, `line.until('a')` (or seconds).",
    ),
}


@dataclass(frozen=True, slots=True)
class KitName:
    """A name that a scene may import from ``lessonkit``."""

    name: str
    signature: str
    summary: str
    methods: tuple[tuple[str, str], ...] = ()
    """What a scene may call: signature and docstring, those of its bases included."""


@cache
def kit_names() -> dict[str, KitName]:
    """Every public name of the kit."""
    init = ast.parse((_KIT / "__init__.py").read_text("utf-8"))
    public = {
        name.name
        for node in init.body
        if isinstance(node, ast.ImportFrom) and node.level
        for name in node.names
    }
    nodes: dict[str, ast.ClassDef | ast.FunctionDef] = {
        node.name: node
        for path in (*sorted(_KIT.rglob("*.py")), _KIT.parent / "narration.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    found = {name: KitName(name, *told) for name, told in _BY_HAND.items()}
    for name in sorted(public & nodes.keys()):
        methods = _methods(name, nodes) if name in _ACTIVE else ()
        found.setdefault(name, KitName(name, _signature(nodes[name]), _said(nodes[name]), methods))
    return found


def kit_entry(symbol: str) -> str | None:
    """What there is to say about ``Formula``, ``LessonScene.say``, ``reveal`` or all of ``lessonkit``.

    ``None``: not of the kit.
    """
    if symbol.strip() == _PREFIX.rstrip("."):
        said = (f"  {one.name}: {one.summary.partition('. ')[0]}" for one in kit_names().values())
        return "\n".join(["lessonkit: what blocks are drawn with, for scenes in Manim code", *said])
    owner, _, member = symbol.strip().removeprefix(_PREFIX).partition("(")[0].partition(".")
    known = kit_names().get(owner)
    if known is None:
        owner, member = "LessonScene", member or owner
        known = kit_names()[owner]
    if member:
        said = next((one for one in known.methods if one[0].partition("(")[0] == member), None)
        return f"lessonkit: {owner}.{said[0]}\n{said[1]}" if said else None
    lines = [f"lessonkit: {known.signature}", known.summary]
    lines += [f"  .{signature}: {summary}" for signature, summary in known.methods]
    return "\n".join([*lines, f"from lessonkit import {known.name}"])


def _methods(
    name: str, nodes: dict[str, ast.ClassDef | ast.FunctionDef], seen: frozenset[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    node = nodes[name]
    if not isinstance(node, ast.ClassDef):
        return ()
    own = [
        one for member in node.body if isinstance(one := _function(member, nodes), ast.FunctionDef)
        and not one.name.startswith("_") and one.name not in _MANIMS
    ]  # fmt: skip
    told = {one.name: (f"{one.name}({_arguments(one)})", _said(one)) for one in own if _said(one)}
    for base in node.bases:
        if (inherited := ast.unparse(base)) in nodes and inherited not in seen:
            for said in _methods(inherited, nodes, seen | {name}):
                told.setdefault(said[0].partition("(")[0], said)
    return tuple(told.values())


def _function(member: ast.stmt, nodes: dict[str, ast.ClassDef | ast.FunctionDef]) -> ast.AST | None:
    """A method; of ``say = say`` the function that stands elsewhere."""
    if isinstance(member, ast.Assign) and isinstance(member.value, ast.Name):
        return nodes.get(member.value.id)
    return member


def _signature(node: ast.ClassDef | ast.FunctionDef) -> str:
    if isinstance(node, ast.FunctionDef):
        result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        return f"{node.name}({ast.unparse(node.args)}){result}"
    made = next(
        (one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None
    )
    if made is None:
        fields = [ast.unparse(one) for one in node.body if isinstance(one, ast.AnnAssign)]
        return f"class {node.name}" + (f"({', '.join(fields)})" if fields else "")
    return f"{node.name}({_arguments(made)})"


def _arguments(node: ast.FunctionDef) -> str:
    plain = ast.unparse(node.args).removeprefix("self").removeprefix(": Scene")
    return plain.removeprefix(", ")


def _said(node: ast.ClassDef | ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(node) or "").replace("``", "`").split())
