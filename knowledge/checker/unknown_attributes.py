"""Attributes that a thing doesn't have: what was probably meant."""

from __future__ import annotations

import ast

from knowledge.api.names import nearest
from knowledge.api.store import load_renames
from knowledge.checker.classes import UserClass, is_a, line_of, manim_base
from knowledge.checker.known import python_members, python_names
from knowledge.checker.run import Run
from knowledge.checker.values import (
    AnyClass,
    ApiFunction,
    Array,
    Builder,
    Choice,
    ClassRef,
    Function,
    Instance,
    Items,
    ModuleRef,
    Nothing,
    Table,
    Text,
    Value,
    capitalized,
)

__all__ = ["report_missing"]

_SCENES = ("MovingCameraScene", "ThreeDScene", "ZoomedScene", "LinearTransformationScene", "VectorScene")


def report_missing(run: Run, node: ast.Attribute, owner: Value) -> None:
    """Say that ``owner`` has no such attribute, and what was probably meant."""
    name = node.attr
    if isinstance(owner, Choice):
        owner = owner.options[0]
    if isinstance(owner, Builder):
        owner = owner.receiver
    if isinstance(owner, Nothing):
        run.report("none-attribute", node, f"This is None, which has no {name}.", _none_fix(node))
        return
    if isinstance(owner, ModuleRef):
        _report_module(run, node, owner)
        return
    rule = "unknown-method" if _is_called(run, node) else "unknown-attribute"
    message = f"{capitalized(owner)} has no {name}."
    scene = _scene_with(run, owner, name)
    if scene:
        if (scene, name) in run.other_scenes:
            return
        run.other_scenes.add((scene, name))
        fix = f"Derive the scene from {scene}, which has {'this camera' if name == 'frame' else name}."
        run.report(rule, node, message, fix, replace=_base_edit(run, owner, scene))
        return
    if isinstance(owner, Items) and name in run.api.members_below["Mobject"]:
        _report_ungrouped(run, rule, node, owner)
        return
    fix, new = _suggestion(owner, name)
    run.report(rule, node, message, fix, replace=_name_edit(node, new) if new else None)


def _scene_with(run: Run, owner: Value, name: str) -> str:
    """Return the class of scene that has what this one lacks."""
    base = manim_base(owner.cls) if isinstance(owner, Instance | ClassRef) else None
    if base is None:
        return ""
    if base.name == "Camera" and name == "frame":
        return "MovingCameraScene"
    known = run.api.classes
    if not base.is_a("Scene"):
        return ""
    return next((s for s in _SCENES if name in known[s].members - known["Scene"].members), "")


def _base_edit(run: Run, owner: Value, scene: str) -> tuple[ast.AST, str] | None:
    """Edit the base of the scene's class, where that is ``Scene`` itself."""
    cls: AnyClass | None = owner.cls if isinstance(owner, Instance | ClassRef) else None
    if not isinstance(cls, UserClass):
        cls = next((o for c in reversed(run.calls) if (o := getattr(c, "_owner", None))), None)
    if not isinstance(cls, UserClass) or not is_a(cls, "Scene"):
        return None
    base = next((b for b in cls.node.bases if isinstance(b, ast.Name) and b.id == "Scene"), None)
    return (base, scene) if base is not None else None


def _report_ungrouped(run: Run, rule: str, node: ast.Attribute, owner: Items) -> None:
    each = owner.each()
    options = each.options if isinstance(each, Choice) else (each,)
    vector = all(isinstance(o, Instance) and is_a(o.cls, "VMobject") for o in options)
    group = "VGroup" if vector else "Group"
    text = ast.get_source_segment(run.source, node.value) if isinstance(node.value, ast.Name) else None
    new = f"{group}(*{text or 'items'})"
    run.report(rule, node, f"{capitalized(owner)} has no {node.attr}.", f"Group it first: {new}.{node.attr}.",
               replace=(node.value, new) if text else None)  # fmt: skip


def _is_called(run: Run, node: ast.Attribute) -> bool:
    lines = run.source.splitlines()
    line = lines[(node.end_lineno or 1) - 1].encode()[node.end_col_offset or 0 :].decode(errors="replace")
    return line.lstrip().startswith("(")


def _name_edit(node: ast.Attribute, new: str) -> tuple[ast.AST, str] | None:
    """Edit only the attribute's name, which is the last thing of the node."""
    if node.end_lineno is None or node.end_col_offset is None:
        return None
    place = ast.Name(node.attr)
    place.lineno = place.end_lineno = node.end_lineno
    place.end_col_offset = node.end_col_offset
    place.col_offset = node.end_col_offset - len(node.attr.encode())
    return place, new


def _suggestion(owner: Value, name: str) -> tuple[str, str]:
    cls = owner.cls if isinstance(owner, Instance | ClassRef) else None
    base = manim_base(cls) if cls else None
    if base is not None and base.is_a("ThreeDCamera") and name == "frame":
        return "A 3-D camera has no frame: use self.move_camera(phi=..., theta=..., zoom=...).", ""
    renames = load_renames()
    hint = renames.get(f"self.{name}" if base is not None and base.is_a("Scene") else f".{name}")
    members = set(base.members) if base else set(_python_names(owner))
    if isinstance(cls, UserClass):
        members |= {n for c in line_of(cls) if isinstance(c, UserClass) for n in c.names}
        members |= set(owner.attributes or ()) if isinstance(owner, Instance) else set()
    if hint:
        simple = hint.lstrip(".").partition("(")[0]
        return f"Use {hint}.", simple if simple in members and hint.startswith(".") else ""
    close = nearest(name, members, cutoff=0.7)
    if not close:
        return _no_suggestion(owner), ""
    sure = close[0] if _obvious(name, close) else ""
    return f"Closest: {', '.join(close)}.", sure


def _no_suggestion(owner: Value) -> str:
    """Say where to look when no name is near."""
    cls = owner.cls if isinstance(owner, Instance | ClassRef) else None
    base = manim_base(cls) if cls is not None else None
    if isinstance(cls, UserClass):
        return "Set it before, or define it in the class."
    if base is not None:
        return f"Look {base.name} up in the API reference: it has it under another name, or not at all."
    if isinstance(owner, Function | ApiFunction):
        return "Call the function first: add ()."
    return "Remove it, or convert the value first."


def _obvious(name: str, close: list[str]) -> bool:
    """Whether the closest name is the same but for case and underscores."""
    return name.replace("_", "").lower() == close[0].replace("_", "").lower()


def _python_names(owner: Value) -> frozenset[str]:
    match owner:
        case Text():
            return python_members("str")
        case Items(kind="list"):
            return python_members("list")
        case Table():
            return python_members("dict")
        case Array():
            return python_members("ndarray")
        case _:
            return frozenset()


_NUMPY_FIXES = {
    "math": "Import math and use it, or numpy's own function.",
    "float": "Use float.",
    "int": "Use int.",
    "bool": "Use bool.",
    "object": "Use object.",
    "product": "Use np.prod.",
    "cumproduct": "Use np.cumprod.",
    "trapz": "Use np.trapezoid.",
    "in1d": "Use np.isin.",
    "alltrue": "Use np.all.",
    "float_": "Use np.float64.",
    "Inf": "Use np.inf.",
    "NaN": "Use np.nan.",
}


def _report_module(run: Run, node: ast.Attribute, owner: ModuleRef) -> None:
    api = run.api
    names = api.names if owner.name == "manim" else api.outside.get(owner.name, api.modules.get(owner.name))
    fix = _NUMPY_FIXES.get(node.attr, "") if owner.name == "numpy" else load_renames().get(node.attr, "")
    if not fix:
        close = nearest(node.attr, names or python_names(owner.name), cutoff=0.7)
        fix = f"Closest: {', '.join(close)}." if close else f"Look up what {owner.name} has."
    run.report("unknown-name", node, f"The module {owner.name} has no {node.attr}.", fix)


def _none_fix(node: ast.Attribute) -> str:
    if isinstance(node.value, ast.Call):
        return "The call before returns None: write the two calls as two statements."
    return "Give it a value before."
