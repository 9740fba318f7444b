"""The public namespace of the installed manim as plain data, sorted, the same on every run."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .attributes import loose_attributes, own_attributes
from .keywords import flow_of

__all__ = ["snapshot"]

_EXTRA = (
    ("manim._config.utils", "ManimConfig"),
    ("manim._config.utils", "ManimFrame"),
    ("manim.mobject.mobject", "_AnimationBuilder"),
    ("manim.mobject.graph", "GenericGraph"),
    ("manim.mobject.graphing.scale", "_ScaleBase"),
)
"""Classes that scenes meet but that ``from manim import *`` doesn't name."""

_OUTSIDE = ("numpy", "numpy.random", "numpy.linalg")
"""Libraries beside manim whose names are worth knowing."""

_SKIPPED_MODULES = ("manim.cli", "manim.__main__", "manim.utils.testing", "manim.utils.docbuild")


def snapshot() -> dict[str, Any]:
    """Describe manim: ``version``, ``classes``, ``functions``, ``constants``, ``modules``, ``outside``."""
    import manim
    from manim.utils import rate_functions

    names = {k: v for k, v in vars(manim).items() if not k.startswith("_")}
    classes: dict[str, Any] = {}
    functions: dict[str, Any] = {}
    constants: dict[str, str] = {}
    for name, value in sorted(names.items()):
        if inspect.isclass(value):
            if value.__module__.startswith("manim"):
                classes[name] = _class(value)
        elif inspect.isroutine(value) or _is_rate_function(value):
            functions[name] = _function(value)
        else:
            constants[name] = _constant(value)
    for module, name in _EXTRA:
        classes[name] = _class(getattr(importlib.import_module(module), name)) | {"hidden": True}
    _add_bases(classes)
    return {
        "version": manim.__version__,
        "classes": dict(sorted(classes.items())),
        "functions": functions,
        "constants": constants,
        "rate_functions": _rate_functions(dict(vars(rate_functions))),
        "colors": _colors(),
        "loose": " ".join(loose_attributes(Path(manim.__path__[0]))),
        "modules": _modules(set(names)),
        "outside": {m: " ".join(_public(importlib.import_module(m))) for m in _OUTSIDE},
    }


def _add_bases(classes: dict[str, Any]) -> None:
    """Describe every manim class of a method resolution order that isn't public by name."""
    for described in list(classes.values()):
        for base in described.pop("_mro"):
            if base.__name__ not in classes and base.__module__.startswith("manim"):
                classes[base.__name__] = _class(base) | {"hidden": True}
                classes[base.__name__].pop("_mro")


def _class(cls: type) -> dict[str, Any]:
    methods: dict[str, Any] = {}
    properties: dict[str, str] = {}
    for name, raw in sorted(vars(cls).items()):
        if name.startswith("_") and not (name.startswith("__") and name in _OPERATORS):
            continue
        if isinstance(raw, property):
            properties[name] = _return_text(raw.fget) + ("" if raw.fset else " (read only)")
        elif inspect.isfunction(getattr(raw, "__func__", raw)):
            methods[name] = _method(raw, cls)
    described: dict[str, Any] = {
        "module": cls.__module__,
        "mro": [b.__name__ for b in cls.__mro__[1:] if b is not object],
        "doc": _paragraph(cls.__doc__),
        "_mro": [b for b in cls.__mro__[1:] if b is not object],
    }
    init = vars(cls).get("__init__")
    if inspect.isfunction(init):
        described["init"] = _signature(init, drop_self=True)
    constructor = _constructor(cls)
    if constructor is not None:
        flow = flow_of(constructor[0], constructor[1], cls)
        described["keywords"] = None if flow.open else " ".join(sorted(flow.names))
        if flow.fixed:
            described["fixed"] = " ".join(sorted(flow.fixed))
    described |= {"methods": methods, "properties": properties}
    attributes = {k: _short(v) for k, v in sorted(own_attributes(cls).items()) if k not in methods}
    described["attributes"] = {k: v for k, v in attributes.items() if not k.startswith("_")}
    if _is_enum(cls):
        described["attributes"] |= dict.fromkeys(vars(cls)["_member_map_"], "")
    return {k: v for k, v in described.items() if v not in ({}, "", [])} | {"_mro": described["_mro"]}


_OPERATORS = {"__getitem__", "__iter__", "__len__", "__call__", "__add__", "__sub__", "__mul__", "__enter__"}


def _is_enum(cls: type) -> bool:
    return hasattr(cls, "__members__")


def _constructor(cls: type) -> tuple[Callable[..., Any], type] | None:
    for base in cls.__mro__:
        init = vars(base).get("__init__")
        if inspect.isfunction(init):
            return init, base
    return None


def _method(raw: Any, cls: type) -> dict[str, Any]:
    function = getattr(raw, "__func__", raw)
    described: dict[str, Any] = {"sig": _signature(function, drop_self=not isinstance(raw, staticmethod))}
    kind = {"staticmethod": "static", "classmethod": "class"}.get(type(raw).__name__)
    if kind:
        described["kind"] = kind
    described |= _keywords(function, cls)
    if hasattr(function, "_override_animate"):
        described["animate"] = True
    doc = _sentence(function.__doc__)
    if doc:
        described["doc"] = doc
    return described


def _keywords(function: Callable[..., Any], cls: type | None) -> dict[str, Any]:
    try:
        flow = flow_of(function, cls, cls)
    except (TypeError, ValueError):
        return {}
    takes = any(p.kind is p.VAR_KEYWORD for p in inspect.signature(function).parameters.values())
    if not takes:
        return {}
    return {"keywords": None if flow.open else " ".join(sorted(flow.names))}


def _function(function: Callable[..., Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "module": getattr(function, "__module__", ""),
        "sig": _signature(function, drop_self=False),
        "doc": _paragraph(function.__doc__),
    }
    return described | _keywords(function, None)


def _is_rate_function(value: Any) -> bool:
    return callable(value) and hasattr(value, "__wrapped__")


def _signature(function: Callable[..., Any], *, drop_self: bool) -> str:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return "(*args, **kwargs)"
    parameters = list(signature.parameters.values())
    if drop_self and parameters:
        parameters = parameters[1:]
    parameters = [
        p.replace(annotation=_Text(p.annotation), default=_Text(p.default, default=True)) for p in parameters
    ]
    returns = _Text(signature.return_annotation)
    return str(signature.replace(parameters=parameters, return_annotation=returns))


class _Text:
    """Stands for an annotation or a default in ``str(signature)`` by a short text."""

    def __new__(cls, value: Any, *, default: bool = False) -> Any:
        if value is inspect.Parameter.empty:
            return value
        made = super().__new__(cls)
        made.text = _default(value) if default else _short(_annotation(value))
        return made

    text: str

    def __repr__(self) -> str:
        return self.text


def _annotation(value: Any) -> str:
    if isinstance(value, str):
        return value
    return inspect.formatannotation(value)


def _short(text: str) -> str:
    """Drop module paths, quotes and the OpenGL twins, which Cairo scenes never meet."""
    try:
        return ast.unparse(_Shorten().visit(ast.parse(text, mode="eval")))
    except SyntaxError:
        return re.sub(r"\s+", " ", text).strip()


class _Shorten(ast.NodeTransformer):
    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return ast.Name(node.attr)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            return self.visit(ast.parse(node.value, mode="eval").body)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if "OpenGL" in ast.unparse(right):
            return left
        return right if "OpenGL" in ast.unparse(left) else ast.BinOp(left, node.op, right)


def _default(value: Any) -> str:
    import manim
    import numpy as np

    if isinstance(value, manim.ManimColor):
        return _color_name(value)
    if isinstance(value, np.ndarray):
        for name in ("ORIGIN", "UP", "DOWN", "LEFT", "RIGHT", "OUT", "IN", "UL", "UR", "DL", "DR"):
            if value.shape == (3,) and bool((value == getattr(manim, name)).all()):
                return name
        return repr(value.tolist())
    if inspect.isclass(value) or inspect.isroutine(value) or hasattr(value, "__wrapped__"):
        name = getattr(value, "__name__", "")
        return name if name.isidentifier() else "..."
    text = repr(value)
    if isinstance(value, float):
        text = f"{value:.6g}"
    return text if re.fullmatch(r"[\w\s.,+\-'\"\[\]{}():\\%]*", text) and len(text) < 60 else "..."


def _color_name(value: Any) -> str:
    import manim

    names = [k for k, v in vars(manim).items() if isinstance(v, manim.ManimColor) and v == value]
    # RED, not RED_C; WHITE, not LOGO_WHITE.
    return min(names, key=lambda n: (len(n), n)) if names else repr(value.to_hex())


def _return_text(function: Callable[..., Any] | None) -> str:
    if function is None:
        return ""
    return _short(_annotation(getattr(function, "__annotations__", {}).get("return", "")))


def _paragraph(doc: str | None) -> str:
    if not doc:
        return ""
    text = inspect.cleandoc(doc).split("\n\n")[0]
    return _plain(text)[:400]


def _sentence(doc: str | None) -> str:
    text = _paragraph(doc)
    return re.split(r"(?<=[.!?])\s", text)[0][:120]


def _plain(text: str) -> str:
    if text.lstrip().startswith(("Parameters", ".. ", "Examples")):
        return ""
    text = re.sub(r":\w+:`~?\.?([^`<]*?)\s*(?:<[^`]*>)?`", r"`\1`", text)
    return re.sub(r"\s+", " ", text.replace("``", "`")).strip()


def _rate_functions(names: dict[str, Any]) -> list[str]:
    return sorted(k for k, v in names.items() if k.startswith("ease") or _is_rate_function(v))


def _constant(value: Any) -> str:
    import manim
    import numpy as np

    if isinstance(value, manim.ManimColor):
        return f"color {value.to_hex()}"
    if isinstance(value, types.ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, np.ndarray):
        return f"point {[float(x) for x in value]}"
    if isinstance(value, bool | int | float | str):
        return f"{type(value).__name__} {str(value)[:40]!s}".replace("\n", " ")
    return f"object {type(value).__name__}"


def _colors() -> str:
    """Every name that a colour string may have."""
    from manim.utils.color import _all_color_dict  # pyright: ignore[reportPrivateUsage]

    return " ".join(sorted(_all_color_dict))


def _modules(top: set[str]) -> dict[str, str]:
    """Module to its public names; names that ``from manim import *`` has too are left out."""
    import manim

    found: dict[str, str] = {}
    for info in pkgutil.walk_packages(manim.__path__, "manim."):
        if info.name.startswith(_SKIPPED_MODULES) or "opengl" in info.name:
            continue
        try:
            module = importlib.import_module(info.name)
        except Exception:  # noqa: S112 - a plugin or an optional part that doesn't import here
            continue
        found[info.name] = " ".join(n for n in _public(module) if n not in top)
    return dict(sorted(found.items()))


def _public(module: types.ModuleType) -> list[str]:
    return sorted({n for n in dir(module) if not n.startswith("_")})
