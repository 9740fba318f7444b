"""What names and modules stand for that the source didn't define itself."""

from __future__ import annotations

import builtins
import importlib
import sys
from functools import cache

from knowledge.api.store import Api
from knowledge.checker.values import (
    UNKNOWN,
    ApiFunction,
    Array,
    ClassRef,
    Flag,
    Instance,
    ModuleRef,
    Native,
    Number,
    Text,
    Value,
)

__all__ = ["BUILTINS", "INSTALLED", "api_value", "module_member", "python_members", "python_names"]

BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__", "__builtins__"}

INSTALLED = frozenset(
    [
        "manim",
        "lessonkit",
        "numpy",
        "scipy",
        "networkx",
        "PIL",
        "pygments",
        "svgelements",
        "mapbox_earcut",
        "isosurfaces",
        "moderngl",
        "cairo",
        "moderngl_window",
        "manimpango",
        "pydub",
        "av",
        "rich",
        "tqdm",
        "click",
        "cloup",
        "decorator",
        "screeninfo",
        "pathops",
        "srt",
        "watchdog",
        "typing_extensions",
        "bs4",
        "pyglet",
        "glcontext",
        "skia_pathops",
        "requests",
        "setuptools",
        "pkg_resources",
    ]
) | frozenset(sys.stdlib_module_names)
"""Top-level modules that a scene can import where it runs."""

_READABLE = frozenset(
    ("math", "cmath", "random", "itertools", "functools", "collections", "string", "operator", "statistics")
)
"""Standard modules whose names are read from the running Python."""


@cache
def api_value(api: Api, name: str) -> Value | None:
    """Return what ``from manim import name`` brings, ``None`` when there is no such name."""
    if name in api.classes and name not in api.hidden:
        return ClassRef(api.classes[name])
    callee = api.function(name)
    if callee is not None:
        return ApiFunction(callee)
    text = api.constants.get(name)
    if text is None:
        return None
    sort, _, rest = text.partition(" ")
    match sort:
        case "color":
            return Instance(api.classes["ManimColor"])
        case "point":
            return Array((3,))
        case "module":
            return ModuleRef(rest)
        case "int" | "float":
            return Number(float(rest), sort == "int")
        case "str":
            return Text()
        case "bool":
            return Flag()
        case _:
            return Instance(api.classes[rest]) if rest in api.classes else UNKNOWN


@cache
def module_member(api: Api, module: str, name: str) -> Value | None:
    """Return what ``module.name`` is, ``None`` when the module is known and has no such name."""
    if name.startswith("__"):
        return UNKNOWN
    full = f"{module}.{name}"
    if module == "manim":
        value = api_value(api, name)
        return value if value is not None or full not in api.modules else ModuleRef(full)
    if module in api.modules:
        if full in api.modules:
            return ModuleRef(full)
        value = api_value(api, name)
        if value is not None:
            return value
        if name.startswith("_") or name in api.modules[module]:
            return UNKNOWN
        return None
    if module in api.outside:
        if name not in api.outside[module] and not name.startswith("_"):
            return None
        return ModuleRef(full) if full in api.outside else _native(module, name)
    if module in _READABLE:
        return Native(full) if hasattr(importlib.import_module(module), name) else None
    return UNKNOWN


def python_names(module: str) -> list[str]:
    """Return what a standard module has, where its names are read from the running Python."""
    return dir(importlib.import_module(module)) if module in _READABLE else []


def _native(module: str, name: str) -> Value:
    if module == "numpy" and name in ("pi", "e", "inf", "nan", "tau"):
        return Number()
    return Native(f"{module}.{name}")


@cache
def python_members(sort: str) -> frozenset[str]:
    """Return the attributes of a builtin type, or of ``ndarray``."""
    if sort == "ndarray":
        return frozenset(_NDARRAY.split())
    return frozenset(dir(getattr(builtins, sort)))


_NDARRAY = (
    "T all any argmax argmin argpartition argsort astype base byteswap choose clip compress conj "
    "conjugate copy ctypes cumprod cumsum data device diagonal dot dtype dump dumps fill flags flat "
    "flatten getfield imag item itemsize mT max mean min nbytes ndim nonzero partition prod put ravel "
    "real repeat reshape resize round searchsorted setfield setflags shape size sort squeeze std "
    "strides sum swapaxes take to_device tobytes tofile tolist trace transpose var view"
)
