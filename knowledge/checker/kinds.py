"""Whether an argument is of the kind that manim's parameter wants."""

from __future__ import annotations

import ast
import re
from functools import cache

from knowledge.api.signatures import Parameter
from knowledge.api.store import Callee
from knowledge.checker.classes import is_a, is_mobject, is_opaque, is_uncallable, manim_base, may_be
from knowledge.checker.plain import check_plain
from knowledge.checker.run import Run
from knowledge.checker.values import (
    UNKNOWN,
    ApiFunction,
    Array,
    Builder,
    Choice,
    ClassRef,
    Function,
    Instance,
    Items,
    Nothing,
    Number,
    Table,
    Text,
    Value,
    describe,
)

__all__ = ["check_kinds", "check_vector", "grouped", "mobject_fix", "wrapped_text"]

_WANT_POINTS = {
    "Arc": "arc_center",
    "ArcBetweenPoints": "start end",
    "ArcPolygon": "vertices",
    "Arrow3D": "start end",
    "BraceBetweenPoints": "point_1 point_2 direction",
    "CubicBezier": "start_anchor start_handle end_handle end_anchor",
    "CurvedArrow": "start_point end_point",
    "CurvedDoubleArrow": "start_point end_point",
    "Cylinder": "direction",
    "Dot": "point",
    "Dot3D": "point",
    "Line": "start end",
    "Line3D": "start end",
    "Point": "location",
    "PointCloudDot": "center",
    "Polygon": "vertices",
    "Polygram": "vertex_groups",
    "Sphere": "center",
    "Mobject.align_on_border": "direction",
    "Mobject.align_to": "direction",
    "Mobject.flip": "axis about_point about_edge",
    "Mobject.get_corner": "direction",
    "Mobject.get_critical_point": "direction",
    "Mobject.get_edge_center": "direction",
    "Mobject.move_to": "point_or_mobject aligned_edge coor_mask",
    "Mobject.next_to": "mobject_or_point direction aligned_edge coor_mask",
    "Mobject.put_start_and_end_on": "start",
    "Mobject.rotate": "axis about_point about_edge",
    "Mobject.scale": "about_point about_edge",
    "Mobject.shift": "vectors",
    "Mobject.stretch": "about_point about_edge",
    "Mobject.to_corner": "corner",
    "Mobject.to_edge": "edge",
    "VMobject.add_cubic_bezier_curve_to": "handle1 handle2 anchor",
    "VMobject.proportion_from_point": "point",
    "VMobject.rotate": "axis about_point about_edge",
    "VMobject.scale": "about_point about_edge",
    "VMobject.set_points_as_corners": "points",
    "VMobject.set_points_smoothly": "points",
    "VMobject.start_new_path": "point",
    "Line.get_projection": "point",
    "Line.put_start_and_end_on": "start end",
    "Line.set_angle": "about_point",
    "Line.set_points_by_ends": "start end",
    "CoordinateSystem.get_horizontal_line": "point",
    "CoordinateSystem.get_lines_to_point": "point",
    "CoordinateSystem.get_vertical_line": "point",
    "Arc.move_arc_center_to": "point",
    "Arrow": "start end",
    "DoubleArrow": "start end",
    "DashedLine": "start end",
}
"""Callables and their parameters that fail on a point of two coordinates (each was tried)."""

_MANY = {"vertices", "points", "vectors", "vertex_groups"}

_RUN_ON_NOTHING = {"FadeIn", "FadeOut", "FocusOn", "Indicate", "Wiggle"}
"""Animations that manim plays on None without a word (each was tried)."""

_POINT_WORDS = {"Point3DLike", "Vector3DLike", "Vector2DLike", "Point2DLike", "None", "Mobject"}

_FUNCTION = re.compile(r"Callable(\[[^|]*\])?|(Rate|Mapping|MultiMapping)Function|PathFuncType|_Updater")

_DIRECTIONS = {"up": "UP", "down": "DOWN", "left": "LEFT", "right": "RIGHT", "top": "UP", "bottom": "DOWN"}


def is_flat(value: Value) -> bool:
    """Whether a value is a point of two coordinates."""
    if isinstance(value, Array):
        return value.shape == (2,)
    if isinstance(value, Items) and value.kind in ("list", "tuple") and value.items is not None:
        return len(value.items) == 2 and all(isinstance(i, Number) for i in value.items)
    return False


def check_kinds(run: Run, callee: Callee, bound: dict[str, tuple[ast.expr, Value]]) -> None:
    """Report arguments of a manim callable that are of a wrong kind."""
    key = callee.name if callee.kind == "class" else f"{callee.owner}.{callee.name}"
    wanted = _WANT_POINTS.get(key, _WANT_POINTS.get(callee.owner, "")).split()
    parameters = callee.signature.by_name
    _check_written(run, key, bound)
    for name, (node, value) in bound.items():
        if value is UNKNOWN:
            continue
        parameter = parameters.get(name)
        if name in wanted:
            _check_point(run, node, value, name)
        check_plain(run, callee, name, parameter, node, value)
        if parameter is not None:
            if isinstance(value, Nothing) and key in _RUN_ON_NOTHING:
                run.report(
                    "wrong-kind",
                    node,
                    f"{key} of None shows nothing.",
                    mobject_fix(value),
                    severity="warning",
                )
            else:
                _check_parameter(run, node, value, parameter, name in wanted)


def _check_written(run: Run, key: str, bound: dict[str, tuple[ast.expr, Value]]) -> None:
    """Report numbers where only strings can be set as text."""
    node, value = bound.get("text") or bound.get("table") or (None, None)
    if key in ("Text", "MarkupText") and node is not None and isinstance(value, Number | Nothing):
        _wrong(run, node, value, f"{key} wants a string.", "Write str(...) or an f-string.")
    elif key == "Table" and node is not None and "element_to_mobject" not in bound:
        row = value.each() if isinstance(value, Items) else None
        if isinstance(row, Items) and isinstance(row.each(), Number):
            _wrong(
                run,
                node,
                row.each(),
                "Table wants strings.",
                "Use DecimalTable or IntegerTable, or str(...).",
            )


def _check_parameter(run: Run, node: ast.expr, value: Value, parameter: Parameter, wanted: bool) -> None:
    annotation = parameter.annotation
    if _wants_function(annotation) and parameter.name != "rate_func":
        _check_function(run, node, value, parameter)
    if _POINT_WORDS.issuperset(annotation.split(" | ")) and "3DLike" in annotation:
        if isinstance(value, Text) and "str" not in annotation:
            new = _DIRECTIONS.get((value.value or "").lower(), "")
            fix = f"Write {new}." if new else "Write a direction such as UP, or a point [x, y, 0]."
            run.report("wrong-kind", node, f"{parameter.name} wants a point, not {describe(value)}.", fix,
                       replace=(node, new) if new else None)  # fmt: skip
        elif wanted and "Mobject" not in annotation and is_mobject(value):
            fix = "Use a point of it, e.g. m.get_center()."
            _wrong(run, node, value, f"{parameter.name} wants a point.", fix)
    elif parameter.default is None and _names_mobject(run, annotation):
        if isinstance(value, Text | Number | Nothing | Array | Function):
            message = f"{parameter.name} wants a mobject, not {describe(value)}."
            edit = wrapped_text(run, node, value)
            run.report("wrong-kind", node, message, mobject_fix(value), replace=edit)
        elif isinstance(value, ClassRef):
            _wrong(
                run,
                node,
                value,
                f"{parameter.name} wants a mobject.",
                mobject_fix(value),
            )


def grouped(run: Run, node: ast.expr, value: Value, form: str = "VGroup(*{})") -> tuple[ast.AST, str] | None:
    """Return the edit that groups a named list of vector mobjects, or gives it in another form."""
    if not isinstance(value, Items) or not isinstance(node, ast.Name | ast.Attribute):
        return None
    each = value.each()
    options = each.options if isinstance(each, Choice) else (each,)
    if not all(isinstance(o, Instance) and is_a(o.cls, "VMobject") for o in options):
        return None
    return node, form.format(ast.get_source_segment(run.source, node))


@cache
def _wants_function(annotation: str) -> bool:
    return _FUNCTION.fullmatch(annotation) is not None


def _check_function(run: Run, node: ast.expr, value: Value, parameter: Parameter) -> None:
    """Report what is given where a function is wanted, mostly what the function would have made."""
    plain = isinstance(value, Text | Number | Nothing | Items | Array | Table)
    if not plain and not (isinstance(value, Instance) and is_uncallable(value)):
        return
    text = ast.get_source_segment(run.source, node) if isinstance(node, ast.Call) else None
    takes = parameter.annotation.partition("[[")[2].partition("]")[0]
    new = f"lambda: {text}" if text and not takes and isinstance(value, Instance) else ""
    fix = f"Write {new}." if new else "Give it a function, without ()."
    if takes in ("float", "complex"):
        fix = "Give it a function, e.g. lambda x: x**2."
    run.report(
        "wrong-kind", node, f"{parameter.name} wants a function, not {describe(value)}.", fix,
        replace=(node, new) if new else None,
    )  # fmt: skip


def _names_mobject(run: Run, annotation: str) -> bool:
    cls = run.api.classes.get(annotation)
    return cls is not None and cls.is_a("Mobject")


def mobject_fix(value: Value) -> str:
    """Say how to make a mobject of a value, or where to get one."""
    match value:
        case Text():
            return "Wrap it: Text(...)."
        case Number():
            return "Wrap it: Text(str(...)), or DecimalNumber(...)."
        case Nothing():
            return "Give it a mobject; a function that makes one must return it."
        case Array():
            return "Put something there: Dot(point)."
        case Function() | ApiFunction():
            return "Call the function: add ()."
        case ClassRef(cls=cls):
            return f"Make one of it: {cls.name}(...)."
        case _:
            return "Give it a mobject."


def wrapped_text(run: Run, node: ast.expr, value: Value) -> tuple[ast.AST, str] | None:
    """Return the edit that makes a ``Text`` of a literal string."""
    if not isinstance(value, Text) or not isinstance(node, ast.Constant | ast.JoinedStr):
        return None
    return node, f"Text({ast.get_source_segment(run.source, node)})"


def _wrong(run: Run, node: ast.expr, value: Value, message: str, fix: str) -> None:
    run.report("wrong-kind", node, f"{message[:-1]}, not {describe(value)}.", fix)


def _check_point(run: Run, node: ast.expr, value: Value, name: str) -> None:
    values = [value]
    if name in _MANY and isinstance(value, Items) and not is_flat(value):
        values = [value.items[0]] if value.items else [value.element]
    for each in values:
        if is_flat(each):
            run.report(
                "flat-point",
                node,
                "A point needs three coordinates, this one has two.",
                "Write [x, y, 0].",
                replace=_third_coordinate(run, node) if each is value else None,
            )


def _third_coordinate(run: Run, node: ast.expr) -> tuple[ast.AST, str] | None:
    match node:
        case ast.Call(args=[ast.List() | ast.Tuple() as inner]):
            node = inner
        case _:
            pass
    if isinstance(node, ast.List | ast.Tuple) and len(node.elts) == 2:
        text = ast.get_source_segment(run.source, node) or ""
        if text[-1:] in ")]":
            return node, f"{text[:-1].rstrip().rstrip(',')}, 0{text[-1]}"
    return None


def check_vector(run: Run, node: ast.expr, value: Value, group: str, maker: ast.expr | None = None) -> None:
    """Report a submobject that a vector group refuses; ``maker`` is where ``VGroup`` itself is written."""
    if isinstance(value, Items):
        for item in value.items if value.items is not None else [value.element]:
            check_vector(run, node, item, group, maker)
        return
    if isinstance(value, Instance) and not is_opaque(value.cls):
        base = manim_base(value.cls)
        if base is not None and not may_be(value.cls, value.exact, "VMobject", run.api):
            fix, new = "Give it mobjects only.", ""
            if base.is_a("Animation"):
                fix, new = "Use AnimationGroup for animations, or play(*them).", "AnimationGroup"
            elif base.is_a("Mobject"):
                fix, new = "Use Group instead of VGroup.", "Group"
            run.report(
                "not-a-vmobject", node, f"{group} takes vector mobjects, not {describe(value)}.", fix,
                replace=(maker, new) if new and isinstance(maker, ast.Name) else None,
            )  # fmt: skip
    elif isinstance(value, Text | Number | Nothing | ClassRef | Array):
        message = f"{group} takes vector mobjects, not {describe(value)}."
        edit = wrapped_text(run, getattr(value, "node", None) or node, value)
        run.report("not-a-vmobject", node, message, mobject_fix(value), replace=edit)
    elif isinstance(value, Builder):
        run.report(
            "not-a-vmobject", node, f"{group} takes mobjects, not an .animate.", "Group the mobject itself."
        )
