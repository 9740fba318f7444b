"""Calls of manim that mean more than their signature says: play, wait, groups, files, formulas."""

from __future__ import annotations

import ast

from knowledge.checker.arguments import Arguments, written
from knowledge.checker.classes import UserClass, is_a, is_opaque, line_of, manim_base, may_be
from knowledge.checker.groups import group, grow, mix_parts, parts_of_formula, regroups
from knowledge.checker.kinds import grouped, mobject_fix, wrapped_text
from knowledge.checker.latex import check_formula
from knowledge.checker.run import Run
from knowledge.checker.targets import elements
from knowledge.checker.values import (
    UNKNOWN,
    AnyClass,
    ApiFunction,
    Builder,
    Choice,
    ClassRef,
    Flag,
    Function,
    Instance,
    Items,
    Nothing,
    Number,
    Text,
    Value,
    describe,
)

__all__ = ["after_construction", "special_method"]

_VECTOR_ONLY = frozenset(
    {
        "Create",
        "Uncreate",
        "Write",
        "Unwrite",
        "DrawBorderThenFill",
        "ShowPassingFlash",
        "AddTextLetterByLetter",
    }
)

_WRITES = (
    ".save(",
    "savefig(",
    "imwrite(",
    "imsave(",
    "exists(",
    "is_file(",
    ".write(",
    "write_bytes(",
    "urlretrieve(",
)
"""Signs that a scene makes its files itself, or looks whether they are there."""

_MANY_PLAYS, _TOO_MANY_PLAYS = 200, 1500


def check_animation(run: Run, node: ast.expr, value: Value, where: str) -> None:
    """Report something that can't be played."""
    match value:
        case Choice(options=options):
            if all(_refused(run, o) for o in options):
                check_animation(run, node, options[0], where)
        case Items() if value.kind != "iterator" or value.items is not None:
            items = value.items if value.items is not None else [value.element]
            for place, item in zip(written(node, len(items)), items, strict=True):
                check_animation(run, place, item, where)
        case _ if _refused(run, value):
            _report_animation(run, node, value, where)
        case _:
            pass


def _refused(run: Run, value: Value) -> bool:
    match value:
        case Instance(parts=Items() as parts) if _holds_animations(parts):
            return False  # said where the group was made
        case Instance():
            return not is_opaque(value.cls) and not (
                manim_base(value.cls) is None or may_be(value.cls, value.exact, "Animation", run.api)
            )
        case Nothing() | Text() | Number() | ClassRef() | ApiFunction() | Flag():
            return True
        case Function():
            return True
        case _:
            return False


def _holds_animations(parts: Items) -> bool:
    each = parts.each()
    return isinstance(each, Instance) and is_a(each.cls, "Animation")


def _report_animation(run: Run, node: ast.expr, value: Value, where: str) -> None:
    replace: tuple[ast.AST, str] | None = None
    if isinstance(value, Instance) and is_a(value.cls, "Mobject"):
        chain = _first_call(node, value.cls)
        if chain is not None:
            fix = "Put .animate before the method."
            text = ast.get_source_segment(run.source, chain) or ""
            replace = (chain, f"{text}.animate")
        else:
            text = ast.get_source_segment(run.source, node) or "m"
            fix = f"Wrap it, e.g. FadeIn({text})."
            if isinstance(node, ast.Name):
                replace = (node, f"FadeIn({text})")
    elif isinstance(value, ApiFunction) and value.receiver is not None:
        owner = node.value if isinstance(node, ast.Attribute) else None
        text = ast.get_source_segment(run.source, owner) if owner is not None else None
        fix = f"Write {text or 'm'}.animate.{value.callee.name}(...)."
    elif isinstance(value, Nothing):
        fix = "Call it outside of play(), or let the function return an animation."
    elif isinstance(value, ClassRef):
        fix = f"Make one of it: {value.cls.name}(mobject)."
    else:
        fix = "Give it animations, e.g. FadeIn(m) or m.animate.shift(UP)."
    run.report(
        "not-an-animation", node, f"{where} takes animations, not {describe(value)}.", fix, replace=replace
    )


def _first_call(node: ast.expr, cls: AnyClass) -> ast.expr | None:
    """In ``m.shift(UP).scale(2)``, return ``m``; ``None`` when it isn't such a chain on a name."""
    inner = node
    while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
        if not _changes(cls, inner.func.attr):
            return None
        inner = inner.func.value
    if inner is node or isinstance(inner, ast.Call):
        return None
    return inner


def _changes(cls: AnyClass, method: str) -> bool:
    """Whether a mobject of the class has the method to change itself, as ``.animate`` needs it."""
    base = manim_base(cls)
    known = base.method(method) if base is not None else None
    if known is None:
        return any(isinstance(c, UserClass) and method in c.names for c in line_of(cls))
    return known.signature.returns == "Self" and method not in ("copy", "generate_target")


def special_method(run: Run, function: ApiFunction, given: Arguments, result: Value) -> Value:
    """Apply what is known about a method of manim beyond its signature; return the call's value."""
    receiver, name = function.receiver, function.callee.name
    owner = function.callee.owner
    if owner == "Scene":
        if name == "play":
            _play(run, given)
        elif name in ("wait", "pause"):
            _wait(run, given)
        elif name in ("add", "bring_to_front", "add_foreground_mobjects"):
            _add(run, given)
        elif name == "add_sound":
            _file(run, given, 0, "sound_file")
        return result
    if not isinstance(receiver, Instance):
        return result
    match name:
        case "copy" | "generate_target" | "deepcopy":
            return receiver.copy()
        case "add" | "add_to_back" if owner in ("VGroup", "Mobject"):
            return grow(run, function, receiver, given, result)
        case _ if receiver.parts and regroups(name):
            receiver.parts.weaken()
        case "get_vertices" | "get_anchors" | "get_all_points":
            return UNKNOWN
        case "split" | "get_family" | "family_members_with_points":
            return elements(run, receiver) if name == "split" else UNKNOWN
        case _:
            pass
    return result


def _play(run: Run, given: Arguments) -> None:
    run.plays += run.repeat
    _count_plays(run, given.node)
    if not given.places and not given.open_places:
        run.report(
            "no-animation", given.node, "play() is given no animation.", "Give it one, or use self.wait()."
        )
    method = False
    for node, value in given.places:
        if method and _refused(run, value) and not isinstance(value, ApiFunction):
            continue  # an argument of the method before it
        method = isinstance(value, ApiFunction)
        if (
            isinstance(value, Items)
            and value.items == []
            and value.home == run.context
            and len(given.places) == 1
        ):
            run.report("no-animation", node, "play() is given an empty list.", "Give it an animation.")
        check_animation(run, node, value, "play()")
    time = given.names.get("run_time")
    if time is not None:
        _duration(run, time, "play()")


def _count_plays(run: Run, node: ast.AST) -> None:
    if run.plays >= _TOO_MANY_PLAYS or (run.plays >= _MANY_PLAYS and run.loop is not None):
        severity = "error" if run.plays >= _TOO_MANY_PLAYS else "warning"
        place = run.loop or node
        run.report(
            "many-plays",
            place,
            f"About {run.plays:.0f} plays: this takes too long to render.",
            "Play one animation with LaggedStart or an updater instead of one a step.",
            severity=severity,
        )


def _wait(run: Run, given: Arguments) -> None:
    run.plays += run.repeat
    _count_plays(run, given.node)
    duration = given.get(0, "duration")
    if duration is not None:
        _duration(run, duration, "wait()")


def _duration(run: Run, given: tuple[ast.expr, Value], where: str) -> None:
    node, value = given
    if isinstance(value, Number) and value.value is not None and value.value <= 0:
        run.report(
            "no-duration",
            node,
            f"{where} can't take {value.value:g} seconds.",
            "Give it a positive time, or remove the call.",
        )
    elif isinstance(value, Number) and value.value is not None and value.value > 300:
        run.report(
            "long-wait",
            node,
            f"{where} takes {value.value:g} seconds.",
            "Give it seconds, not frames or milliseconds.",
        )
    elif isinstance(value, Text | Nothing) and (where == "wait()" or isinstance(value, Text)):
        fix = (
            "Write the seconds as a number, without quotes."
            if isinstance(value, Text)
            else "Give it a number."
        )
        run.report("wrong-kind", node, f"{where} wants seconds, not {describe(value)}.", fix)


def _add(run: Run, given: Arguments) -> None:
    for node, value in given.places:
        if isinstance(value, Text | Number | Nothing | Items):
            fix = "Unpack it: self.add(*mobjects)." if isinstance(value, Items) else mobject_fix(value)
            edit = wrapped_text(run, node, value) or grouped(run, node, value, "*{}")
            run.report(
                "not-a-mobject", node, f"add() takes mobjects, not {describe(value)}.", fix, replace=edit
            )
        elif isinstance(value, Instance) and is_a(value.cls, "Animation"):
            run.report(
                "not-a-mobject", node, f"add() takes mobjects, not {describe(value)}.", "Use self.play(...)."
            )
        elif isinstance(value, Builder):
            run.report("not-a-mobject", node, "add() takes mobjects, not an .animate.", "Use self.play(...).")


def _file(run: Run, given: Arguments, place: int, name: str) -> None:
    argument = given.get(place, name)
    if argument is None or not isinstance(argument[1], Text) or argument[1].value is None:
        return
    path = argument[1].value
    plain = path.removeprefix("./").removeprefix("assets/")
    if not any(a.removeprefix("assets/") == plain or a.startswith(f"assets/{plain}.") for a in run.assets):
        made_here = any(word in run.source for word in _WRITES)
        run.report(
            "missing-file",
            argument[0],
            f"There is no file {path!r} where the scene runs.",
            "Upload it as an asset, or draw it with shapes and Text.",
            severity="warning" if made_here else None,
        )


def after_construction(run: Run, made: Instance, given: Arguments) -> None:  # noqa: C901 - a table
    """Apply what is known about a class of manim beyond its constructor's signature."""
    base = manim_base(made.cls)
    if base is None or base is not made.cls:
        return
    name = base.name
    if name in ("VGroup", "Group"):
        group(run, made, given)
    elif base.is_a("AnimationGroup") and name != "LaggedStartMap" and not name.startswith("Transform"):
        for node, value in given.places:
            if name in ("AnimationGroup", "Succession", "LaggedStart"):
                check_animation(run, node, value, f"{name}()")
    elif name in ("FadeIn", "FadeOut") and not given.places and not given.open_places:
        run.report("wrong-arguments", given.node, f"{name}() needs a mobject.", f"Write {name}(mobject).")
    elif name in _VECTOR_ONLY and given.places:
        node, value = given.places[0]
        if isinstance(value, Instance) and not may_be(value.cls, value.exact, "VMobject", run.api):
            if is_a(value.cls, "Mobject"):
                fix = "Use FadeIn, or group with VGroup." if "U" not in name[:1] else "Use FadeOut."
                run.report(
                    "not-a-vmobject", node, f"{name}() takes vector mobjects, not {describe(value)}.", fix
                )
        elif isinstance(value, Items):
            run.report(
                "wrong-kind",
                node,
                f"{name}() takes one mobject, not {describe(value)}.",
                "Use VGroup(*them).",
                replace=grouped(run, node, value),
            )
    elif base.is_a("Transform") and name.endswith("Transform") and len(given.places) > 1:
        node, value = given.places[1]
        if isinstance(value, Items | Text | Number | Nothing):
            fix = "Use VGroup(*them)." if isinstance(value, Items) else mobject_fix(value)
            edit = wrapped_text(run, node, value) or grouped(run, node, value)
            message = f"{name}() wants a mobject, not {describe(value)}."
            run.report("wrong-kind", node, message, fix, replace=edit)
    elif name == "Wait":
        duration = given.get(0, "run_time")
        if duration is not None:
            _duration(run, duration, "Wait()")
    elif name in ("ImageMobject", "SVGMobject"):
        _file(run, given, 0, "filename_or_array" if name == "ImageMobject" else "file_name")
    if base.is_a("Transform"):
        mix_parts(given)
    if name in ("MathTex", "Tex"):
        made.parts = parts_of_formula(run, given)
    if base.is_a("SingleStringMathTex") or name in ("MathTable", "Matrix", "BraceLabel"):
        check_formula(run, base, given)
