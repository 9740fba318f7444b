"""Which submobjects a group or a formula has, and what changes that."""

from __future__ import annotations

from knowledge.checker.arguments import Arguments
from knowledge.checker.classes import is_a
from knowledge.checker.kinds import check_vector, mobject_fix, wrapped_text
from knowledge.checker.run import Run
from knowledge.checker.values import (
    UNKNOWN,
    ApiFunction,
    Instance,
    Items,
    Nothing,
    Number,
    Text,
    Value,
    describe,
)

__all__ = ["group", "grow", "mix_parts", "parts_of_formula", "regroups"]

_REGROUP = frozenset((
    "become", "insert", "insert_submobject", "remove", "replace_submobject", "restore", "set_submobjects",
    "shuffle", "shuffle_submobjects", "sort", "sort_submobjects",
))  # fmt: skip
"""Methods after which nobody knows which submobject is where."""


def group(run: Run, made: Instance, given: Arguments) -> None:
    """Check what a ``Group`` or ``VGroup`` is given, and note it as its parts."""
    vector = is_a(made.cls, "VMobject")
    for node, value in given.places:
        if vector:
            check_vector(run, node, value, "VGroup", given.node.func)
        elif isinstance(value, Text | Number | Nothing):
            message = f"Group takes mobjects, not {describe(value)}."
            edit = wrapped_text(run, value.node if isinstance(value, Text) and value.node else node, value)
            run.report("not-a-mobject", node, message, mobject_fix(value), replace=edit)
    values: list[Value] | None = [] if not given.open_places else None
    for _, value in given.places:
        if isinstance(value, Items) and vector:
            values = values + value.items if values is not None and value.items is not None else None
        elif values is not None:
            values.append(value)
    if values is not None:
        made.parts = Items("list", values, home=run.context)
    elif len(given.places) == 1 and isinstance(given.places[0][1], Items):
        made.parts = Items("list", None, given.places[0][1].each(), run.context)


def grow(run: Run, function: ApiFunction, receiver: Instance, given: Arguments, result: Value) -> Value:
    """Add to a mobject what its method ``add`` is given."""
    vector = is_a(receiver.cls, "VMobject") and not is_a(receiver.cls, "VDict")
    for node, value in given.places:
        if vector:
            check_vector(run, node, value, function.callee.owner + ".add()")
    if receiver.parts is not None and not function.animated:
        if receiver.parts.home == run.context and receiver.parts.items is not None and not given.open_places:
            receiver.parts.items.extend(_flat_values(given))
        else:
            known = receiver.parts
            values = _flat_values(given)
            receiver.parts = Items(
                "list", None, values[0] if known.items == [] and len(values) == 1 else UNKNOWN
            )
    return result


def _flat_values(given: Arguments) -> list[Value]:
    values: list[Value] = []
    for _, value in given.places:
        if isinstance(value, Items):
            values.extend(value.items if value.items is not None else [value.element])
        else:
            values.append(value)
    return values


def regroups(method: str) -> bool:
    """Whether a method leaves nobody sure of which submobject is where."""
    return method in _REGROUP or method.startswith("add")


def mix_parts(given: Arguments) -> None:
    """Forget the parts of what is transformed: manim fills it up until both have as many."""
    for _, value in given.places:
        if isinstance(value, Instance) and value.parts is not None:
            value.parts.weaken()


def parts_of_formula(run: Run, given: Arguments) -> Items | None:
    """Return the parts of a ``MathTex``: each string that it is given is one."""
    split = given.names.keys() & {"substrings_to_isolate", "tex_to_color_map"}
    if given.open_places or given.open_names or split:
        return None
    count = 0
    for _, value in given.places:
        if isinstance(value, Text) and value.value is not None and "{{" not in value.value:
            count += value.value != ""
        elif isinstance(value, Number):
            count += 1
        else:
            return None
    parts: list[Value] = [Instance(run.api.classes["VMobject"], exact=False)] * count
    return Items("list", parts, home=run.context)
