"""Whether an argument is of the kind that manim's parameter wants."""

from __future__ import annotations

import ast
import re

from knowledge.api.names import nearest
from knowledge.api.signatures import Parameter
from knowledge.api.store import Callee, load_renames
from knowledge.checker.classes import is_a, is_opaque, manim_base, may_be
from knowledge.checker.run import Run
from knowledge.checker.values import (
    Array,
    Builder,
    ClassRef,
    Function,
    Instance,
    Items,
    Nothing,
    Number,
    Text,
    Value,
    describe,
)

__all__ = ["check_color", "check_kinds"]

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

_NUMERIC = {
    "radius", "font_size", "run_time", "buff", "side_length", "stroke_width", "fill_opacity",
    "stroke_opacity", "lag_ratio", "scale_factor", "angle", "width", "height", "inner_radius",
    "outer_radius",
}  # fmt: skip

_RUN_ON_NOTHING = {"FadeIn", "FadeOut", "FocusOn", "Indicate", "Wiggle"}
"""Animations that manim plays on None without a word (each was tried)."""

_POINT_WORDS = {"Point3DLike", "Vector3DLike", "Vector2DLike", "Point2DLike", "None", "Mobject"}

_HEX = re.compile(r"(#|0x)([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")

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
    parameters = {p.name: p for p in callee.signature.parameters}
    _check_written(run, key, bound)
    for name, (node, value) in bound.items():
        parameter = parameters.get(name)
        if name in wanted:
            _check_point(run, node, value, name)
        if name in ("color", "fill_color", "stroke_color", "background_color"):
            check_color(run, node, value)
        elif name == "rate_func" and isinstance(value, Text | Number):
            _wrong(run, node, value, "rate_func wants a function.", "Write e.g. rate_func=smooth.")
        elif (
            name in _NUMERIC
            and isinstance(value, Text)
            and parameter is not None
            and "str" not in parameter.annotation
        ):
            _wrong(run, node, value, f"{name} wants a number.", "Write the number without quotes.")
        if parameter is not None:
            if isinstance(value, Nothing) and key in _RUN_ON_NOTHING:
                run.report(
                    "wrong-kind",
                    node,
                    f"{key} of None shows nothing.",
                    _mobject_fix(value),
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
    if _POINT_WORDS.issuperset(annotation.split(" | ")) and "3DLike" in annotation:
        if isinstance(value, Text) and "str" not in annotation:
            new = _DIRECTIONS.get((value.value or "").lower(), "")
            fix = f"Write {new}." if new else "Write a direction such as UP, or a point [x, y, 0]."
            run.report("wrong-kind", node, f"{parameter.name} wants a point, not {describe(value)}.", fix,
                       replace=(node, new) if new else None)  # fmt: skip
        elif wanted and "Mobject" not in annotation and _is_mobject(value):
            fix = "Use a point of it, e.g. m.get_center()."
            _wrong(run, node, value, f"{parameter.name} wants a point.", fix)
    elif parameter.default is None and _names_mobject(run, annotation):
        if isinstance(value, Text | Number | Nothing | Array | Function):
            _wrong(run, node, value, f"{parameter.name} wants a mobject.", _mobject_fix(value))
        elif isinstance(value, ClassRef):
            _wrong(run, node, value, f"{parameter.name} wants a mobject.", "Call the class: add ().")


def _names_mobject(run: Run, annotation: str) -> bool:
    cls = run.api.classes.get(annotation)
    return cls is not None and cls.is_a("Mobject")


def _mobject_fix(value: Value) -> str:
    if isinstance(value, Text):
        return "Wrap it: Text(...)."
    return (
        "Give it a mobject; a function that makes one must return it." if isinstance(value, Nothing) else ""
    )


def _is_mobject(value: Value) -> bool:
    return isinstance(value, Builder) or (isinstance(value, Instance) and is_a(value.cls, "Mobject"))


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


def check_color(run: Run, node: ast.expr, value: Value) -> None:
    """Report a string that is no colour, or a thing that can't be one."""
    if isinstance(value, Items) and value.items is not None and value.items:
        for item in value.items:
            if isinstance(item, Text):
                check_color(run, item.node or node, item)
        return
    if isinstance(value, Text) and value.value is not None:
        text = value.value
        if text.upper() in run.api.colors or _HEX.fullmatch(text):
            return
        rename = load_renames().get(text.upper().replace(" ", "_"), "")
        close = nearest(text.replace(" ", ""), run.api.names & run.api.colors, cutoff=0.6)
        fix = f"Use {rename}." if rename else f"Closest: {', '.join(close)}." if close else "Use a hex code."
        run.report("unknown-color", node, f"There is no colour {text!r}.", fix)
    elif _is_mobject(value):
        _wrong(run, node, value, "color wants a colour.", "Use m.get_color().")
    elif isinstance(value, Function):
        _wrong(run, node, value, "color wants a colour.", "Call it.")


def check_vector(run: Run, node: ast.expr, value: Value, group: str) -> None:
    """Report a submobject that a vector group refuses."""
    if isinstance(value, Items):
        for item in value.items if value.items is not None else [value.element]:
            check_vector(run, node, item, group)
        return
    if isinstance(value, Instance) and not is_opaque(value.cls):
        base = manim_base(value.cls)
        if base is not None and not may_be(value.cls, value.exact, "VMobject", run.api):
            if not base.is_a("Mobject"):
                fix = (
                    "Play animations, group mobjects." if base.is_a("Animation") else "Give it mobjects only."
                )
            else:
                fix = "Use Group instead of VGroup."
            run.report("not-a-vmobject", node, f"{group} takes vector mobjects, not {describe(value)}.", fix)
    elif isinstance(value, Text | Number | Nothing | ClassRef | Array):
        fix = _mobject_fix(value) or ("Call the class: add ()." if isinstance(value, ClassRef) else "")
        run.report("not-a-vmobject", node, f"{group} takes vector mobjects, not {describe(value)}.", fix)
    elif isinstance(value, Builder):
        run.report(
            "not-a-vmobject", node, f"{group} takes mobjects, not an .animate.", "Group the mobject itself."
        )
