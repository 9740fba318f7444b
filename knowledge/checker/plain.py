"""Whether an argument of a plain type is one: a number, a bool, a string or a colour.

What manim does with a string where a number belongs was tried for each class: it mostly fails, and
where numpy converts it (``_CONVERTED``) or nothing reads it, the scene runs, which is a warning.
"""

from __future__ import annotations

import ast

from knowledge.api.signatures import Parameter, parse_signature
from knowledge.api.store import Api, Callee
from knowledge.checker.classes import is_a, is_mobject
from knowledge.checker.color import check_color
from knowledge.checker.run import Run
from knowledge.checker.values import (
    ApiFunction,
    Builder,
    Function,
    Instance,
    Items,
    Number,
    Text,
    Value,
    describe,
)

__all__ = ["check_animate", "check_plain"]

_NUMBERS = frozenset(("float", "int", "None"))
_COLORS = frozenset(("color", "fill_color", "stroke_color", "background_color"))

_CONVERTED = {
    "background_stroke_opacity": "",
    "background_stroke_width": "",
    "bar_fill_opacity": "",
    "bar_stroke_width": "",
    "fill_opacity": "",
    "final_opacity": "",
    "font_size": "Text MarkupText NumberLine",
    "initial_opacity": "",
    "lag_ratio": "",
    "line_stroke_width": "",
    "opacity": "",
    "stroke_opacity": "",
    "stroke_width": "",
    "tab_width": "",
    "value": "",
    "width": "set_stroke set_background_stroke",
}
"""Numbers that may also be given as a string, and the classes and methods that take them so; none: any."""

_UNREAD = frozenset((
    "azimuth_label_buff", "azimuth_label_font_size", "dim_to_match", "dot_distance", "dot_radius", "dt",
    "digit_buff_per_font_unit", "gloss", "line_spacing", "line_to_number_buff", "num_components",
    "pre_function_handle_to_anchor_scale_factor", "radius_step", "tip_height", "tip_length", "tip_width",
    "tolerance_for_point_equality", "unit_buff_per_font_unit",
))  # fmt: skip
"""Numbers that manim doesn't always look at, whatever they are."""

_STRINGS = {
    "font": "font='DejaVu Sans'",
    "formatter_style": "formatter_style='monokai'",
    "language": "language='python'",
    "slant": "slant=ITALIC",
    "unit": "unit='m'",
    "weight": "weight=BOLD",
}
"""Strings for which somebody may take a number, and an example of each."""

_NEVER_NUMBERS = _COLORS | {"rate_func"} | _STRINGS.keys()
"""Where a number is looked at too; elsewhere it costs time and finds nothing."""

_OTHER = frozenset(("Any", "Mobject", "Point3DLike", "VMobject", "Vector3DLike"))
"""The commonest types that are looked at elsewhere: most arguments need no more than this."""

_TRUE_OR_FALSE = {
    "true": "True",
    "false": "False",
    "yes": "True",
    "no": "False",
    "on": "True",
    "off": "False",
}


def _passed_on(api: Api, callee: Callee, name: str) -> str:
    """Return the type of a keyword that a callable passes on to a base; ``""`` when unknown."""
    plays = callee.owner == "Scene" and callee.name == "play"
    if not plays and (callee.keywords is None or name not in callee.keywords):
        return ""
    taker = callee.name if callee.kind == "class" else "Transform" if plays else "VMobject"
    for cls in api.classes[taker].line:
        text = cls.raw.get("init")
        parameter = parse_signature(text).named.get(name) if text else None
        if parameter is not None:
            return parameter.annotation
    return ""


def check_plain(
    run: Run, callee: Callee, name: str, parameter: Parameter | None, node: ast.expr, value: Value
) -> None:
    """Report an argument that isn't of the plain type that its parameter says."""
    if isinstance(value, Number) and name not in _NEVER_NUMBERS:
        return
    if not isinstance(value, _JUDGED) or (parameter is not None and parameter.annotation in _OTHER):
        return
    if name == "rate_func":
        _check_rate(run, node, value)
        return
    written = parameter.annotation if parameter is not None else _passed_on(run.api, callee, name)
    types = written.split(" | ")
    if name in _COLORS or types[0] == "ParsableManimColor":
        check_color(run, node, value, name)
    elif types[0] != "None" and _NUMBERS.issuperset(types):
        _check_number(run, callee, name, node, value)
    elif isinstance(value, Number) and "str" in types and "float" not in types:
        message = f"{name} wants a string, not {describe(value)}."
        run.report("wrong-kind", node, message, f"Write e.g. {_STRINGS[name]}.")
    elif types[0] == "bool" and isinstance(value, Text):
        _check_flag(run, name, node, value)


_JUDGED = (ApiFunction, Builder, Function, Instance, Items, Number, Text)


def _check_number(run: Run, callee: Callee, name: str, node: ast.expr, value: Value) -> None:
    message = f"{name} wants a number, not {describe(value)}."
    if isinstance(value, Text):
        counts = _counts(value)
        severity = None if name not in _UNREAD and not (counts and _converted(callee, name)) else "warning"
        literal = isinstance(node, ast.Constant) and isinstance(value.value, str) and counts
        run.report(
            "wrong-kind", node, message,
            "Write the number without quotes." if value.value is None or counts else "Write a number.",
            replace=(node, value.value.strip()) if literal and value.value else None, severity=severity,
        )  # fmt: skip
    elif isinstance(value, Function | ApiFunction):
        fix, new = "Call it: add ().", _called(run, node, value)
        run.report("wrong-kind", node, message, fix, replace=(node, new) if new else None,
                   severity="warning" if name in _UNREAD else None)  # fmt: skip
    elif is_mobject(value):
        tracker = isinstance(value, Instance) and is_a(value.cls, "ValueTracker")
        written = (
            ast.get_source_segment(run.source, node) if isinstance(node, ast.Name | ast.Attribute) else None
        )
        fix = "Use a number of it, e.g. m.width."
        if tracker:
            fix = f"Use the tracker's number: {written or 'tracker'}.get_value()."
        run.report("wrong-kind", node, message, fix,
                   replace=(node, f"{written}.get_value()") if tracker and written else None,
                   severity="warning" if name in _UNREAD else None)  # fmt: skip


def _counts(value: Text) -> bool:
    """Whether a string may be read as a number."""
    if value.value is None:
        return True
    try:
        float(value.value)
    except ValueError:
        return False
    return True


def _converted(callee: Callee, name: str) -> bool:
    takers = _CONVERTED.get(name)
    return takers is not None and (not takers or callee.name in takers.split())


def _called(run: Run, node: ast.expr, value: Function | ApiFunction) -> str:
    """Return the call of a function that was given by name, where it needs no arguments."""
    if not isinstance(value, ApiFunction) or not isinstance(node, ast.Name | ast.Attribute):
        return ""
    if any(p.required for p in value.callee.signature.parameters):
        return ""
    return f"{ast.get_source_segment(run.source, node)}()"


def _check_flag(run: Run, name: str, node: ast.expr, value: Text) -> None:
    new = _TRUE_OR_FALSE.get((value.value or "").lower(), "")
    fix = f"Write {new}." if new else "Write True or False."
    sure = isinstance(node, ast.Constant) and new
    run.report(
        "wrong-kind", node, f"{name} wants a bool: {describe(value)} counts as {value.value != ''}.", fix,
        replace=(node, new) if sure else None, severity="warning",
    )  # fmt: skip


def _check_rate(run: Run, node: ast.expr, value: Value) -> None:
    if not isinstance(value, Text | Number):
        return
    name = (value.value or "").lower() if isinstance(value, Text) else ""
    new = (
        name if name in run.api.names else f"rate_functions.{name}" if name in run.api.rate_functions else ""
    )
    run.report(
        "wrong-kind", node, f"rate_func wants a function, not {describe(value)}.",
        f"Write {new}." if new else "Write e.g. rate_func=smooth.", replace=(node, new) if new else None,
    )  # fmt: skip


def check_animate(run: Run, given: dict[str, tuple[ast.expr, Value]]) -> None:
    """Report what ``m.animate(...)`` can't use: it takes what ``play()`` takes."""
    play = run.api.classes["Scene"].method("play")
    if play is not None:
        for name, (node, value) in given.items():
            check_plain(run, play, name, None, node, value)
