"""``thing.name``: whether a thing has it and what it is."""

from __future__ import annotations

import ast
from dataclasses import replace

from knowledge.api.store import ManimClass
from knowledge.checker.annotations import from_annotation
from knowledge.checker.classes import UserClass, is_a, is_opaque, line_of, manim_base
from knowledge.checker.known import module_member, python_members
from knowledge.checker.run import Run
from knowledge.checker.scope import Scope
from knowledge.checker.unknown_attributes import report_missing
from knowledge.checker.values import (
    ANYWHERE,
    UNKNOWN,
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
    Native,
    Nothing,
    Number,
    SuperRef,
    Table,
    Text,
    Value,
    join_all,
)

__all__ = ["attribute", "member"]

_CAMERAS = {
    "ZoomedScene": "MultiCamera",
    "MovingCameraScene": "MovingCamera",
    "ThreeDScene": "ThreeDCamera",
    "Scene": "Camera",
}

_FUNCTION = frozenset(dir(lambda: None)) | {"__self__", "__func__"}


def attribute(run: Run, node: ast.Attribute, scope: Scope) -> Value:
    """Evaluate ``value.attr`` and report an attribute that can't be there."""
    owner = run.value(node.value, scope)
    found = member(run, owner, node.attr)
    if found is None:
        report_missing(run, node, owner)
        return UNKNOWN
    if isinstance(found, Function) and _is_property(found):
        return run_property(run, found)
    return found


def member(run: Run, owner: Value, name: str) -> Value | None:  # noqa: C901 - a flat table of types
    """Return what ``owner.name`` is; ``None`` when it is sure that there is no such thing."""
    match owner:
        case Instance():
            return _of_instance(run, owner, name)
        case Choice(options=options):
            found = [m for m in (member(run, o, name) for o in options) if m is not None]
            return join_all(found) if found else None
        case ModuleRef(name=module):
            return module_member(run.api, module, name)
        case ClassRef(cls=cls):
            return _of_class(run, cls, name)
        case Builder():
            return _of_builder(run, owner, name)
        case SuperRef():
            return _of_super(owner, name)
        case Array():
            return _of_python("ndarray", owner, name)
        case Text():
            return _of_python("str", owner, name)
        case Items(kind=kind):
            return _of_python(kind, owner, name) if kind in ("list", "tuple", "set") else UNKNOWN
        case Table():
            return _of_python("dict", owner, name)
        case Number():
            return (
                _of_python("float", owner, name) if not name.startswith("_") and name != "shape" else UNKNOWN
            )
        case Function() | ApiFunction():
            known = name in _FUNCTION or name in run.assigned or name in run.api.loose
            return UNKNOWN if known or (isinstance(owner, Function) and _is_more(owner)) else None
        case Nothing():
            return None if not name.startswith("__") else UNKNOWN
        case _:
            return UNKNOWN


def _of_python(sort: str, owner: Value, name: str) -> Value | None:
    if name not in python_members(sort):
        # A float of manim's annotations is often a numpy float.
        return (
            UNKNOWN if sort == "float" and name in python_members("ndarray") | python_members("int") else None
        )
    return Native(f"{sort}.{name}", owner)


def _of_instance(run: Run, owner: Instance, name: str) -> Value | None:  # noqa: C901 - in the order of lookup
    if owner.attributes and name in owner.attributes:
        return owner.attributes[name]
    special = _special(run, owner, name)
    if special is not None:
        return special
    for cls in line_of(owner.cls):
        if isinstance(cls, UserClass):
            if name in cls.names:
                return _bound(cls.names[name], owner)
        elif name in cls.raw.get("methods", {}):
            return ApiFunction(cls.own_methods[name], owner)
        else:
            for part in ("properties", "attributes"):
                text = cls.raw.get(part, {}).get(name)
                if text is not None:
                    return from_annotation(text.removesuffix(" (read only)"), run.api)
    if name in run.assigned or name.startswith("_") or is_opaque(owner.cls):
        return UNKNOWN
    base = manim_base(owner.cls)
    if name in run.api.loose and name != "frame":
        return UNKNOWN
    if base is None:
        return None if not is_opaque(owner.cls) and _plain(owner.cls) else UNKNOWN
    if "Enum" in base.bases:
        return UNKNOWN
    if not owner.exact and name in run.api.members_below[base.name]:
        return UNKNOWN
    if base.is_a("Mobject") and name[:4] in ("get_", "set_"):
        return _magic(run, owner, base, name)
    return None


def _plain(cls: AnyClass) -> bool:
    """Whether a class of the source has no bases and no decorators that could add something."""
    return isinstance(cls, UserClass) and not cls.node.decorator_list and not cls.bases


def _magic(run: Run, owner: Instance, base: ManimClass, name: str) -> Value | None:
    """Follow manim's ``__getattr__``: any ``get_x`` and ``set_x`` is there, ``get_x`` works if ``x`` is."""
    target = name[4:]
    known = target in base.members or (not owner.exact and target in run.api.members_below[base.name])
    if name.startswith("get_"):
        return Native("magic.get", owner) if known else None
    return Native("magic.set" if known else "magic.nothing", owner)


def _special(run: Run, owner: Instance, name: str) -> Value | None:
    if name == "animate" and is_a(owner.cls, "Mobject"):
        return Builder(owner)
    if name == "camera" and is_a(owner.cls, "Scene"):
        for scene, camera in _CAMERAS.items():
            if is_a(owner.cls, scene):
                keeps = not is_opaque(owner.cls) and "camera_class" not in run.source
                return Instance(run.api.classes[camera], exact=keeps)
    if name in ("target", "saved_state") and is_a(owner.cls, "Mobject"):
        return owner.copy()
    if name == "mobjects" and is_a(owner.cls, "Scene"):
        return Items("list", None, Instance(run.api.classes["Mobject"], exact=False), home=ANYWHERE)
    if name == "frame" and isinstance(owner.cls, ManimClass) and owner.cls.is_a("MovingCamera"):
        return Instance(run.api.classes["VMobject"], exact=False)
    if name == "__class__" or (name == "say" and is_a(owner.cls, "Scene")):
        # Every scene can speak where it is rehearsed and rendered here.
        return UNKNOWN
    return None


def _bound(value: Value, owner: Instance) -> Value:
    if isinstance(value, Function) and value.receiver is None:
        kinds = _decorators(value)
        if "staticmethod" in kinds:
            return value
        if "classmethod" in kinds:
            return replace(value, receiver=ClassRef(owner.cls))
        return replace(value, receiver=owner)
    return value


def _decorators(value: Function) -> set[str]:
    if isinstance(value.node, ast.Lambda):
        return set()
    return {_decorator_name(d) for d in value.node.decorator_list}


def _decorator_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_more(value: Function) -> bool:
    """Whether decorators make something else of a function, as ``@property`` makes what has a ``setter``."""
    return value.wrapped or "property" in _decorators(value)


def _is_property(value: Function) -> bool:
    return value.receiver is not None and bool(_decorators(value) & {"property", "cached_property", "setter"})


def run_property(run: Run, value: Function) -> Value:
    """Return what a property of the source gives."""
    from knowledge.checker.follow import follow

    return (
        follow(run, value, {value.node.args.args[0].arg: value.receiver or UNKNOWN})
        if (value.node.args.args)
        else UNKNOWN
    )


def _of_class(run: Run, cls: AnyClass, name: str) -> Value | None:
    for each in line_of(cls):
        if isinstance(each, UserClass):
            if name in each.names:
                value = each.names[name]
                if isinstance(value, Function) and "classmethod" in _decorators(value):
                    return replace(value, receiver=ClassRef(cls))
                return value
        elif name in each.raw.get("methods", {}):
            callee = each.own_methods[name]
            return ApiFunction(callee) if callee.kind != "method" else UNKNOWN
        elif name in each.members:
            return UNKNOWN
    if name in run.assigned or name.startswith("_") or is_opaque(cls) or manim_base(cls) is None:
        return UNKNOWN
    return UNKNOWN if name in dir(type) or name == "set_default" else None


def _of_builder(run: Run, owner: Builder, name: str) -> Value | None:
    found = member(run, owner.receiver, name)
    if isinstance(found, ApiFunction):
        return replace(found, animated=True)
    if isinstance(found, Native) and found.name.startswith("magic"):
        return replace(found, receiver=owner)
    return None if found is None else UNKNOWN


def _of_super(owner: SuperRef, name: str) -> Value | None:
    bases = [c for c in line_of(owner.owner) if c is not owner.owner]
    for cls in bases:
        if isinstance(cls, UserClass) and name in cls.names:
            value = cls.names[name]
            return _bound(value, owner.receiver) if isinstance(owner.receiver, Instance) else UNKNOWN
        if isinstance(cls, ManimClass):
            if name == "__init__":
                made = cls.constructor
                return ApiFunction(made, owner.receiver) if made is not None else UNKNOWN
            method = cls.method(name)
            if method is not None:
                return ApiFunction(method, owner.receiver)
    return UNKNOWN
