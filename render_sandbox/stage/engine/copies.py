"""Cheap copies of mobjects: what never changes after it was made is shared, not copied.

manim copies mobjects for most animations. Each glyph drags its parsed SVG path along (read once, when its
points are made), and each mobject several colours (values that are replaced, never edited) and dozens of
numbers and names, for each of which ``copy.deepcopy`` is a long way to the same object.
Patched at ``Mobject.__deepcopy__``, and at ``svgelements.Path.__deepcopy__`` and
``ManimColor.__deepcopy__``, which don't exist before.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import wraps
from types import BuiltinFunctionType, FunctionType, NoneType
from typing import Any, cast

import numpy as np
from manim import ManimColor, Mobject
from svgelements import Path

__all__ = ["TARGETS", "install"]

TARGETS = (
    "manim.mobject.mobject:Mobject.__deepcopy__",
    "manim.mobject.svg.svg_mobject:VMobjectFromSVGPath.generate_points",
    "manim.mobject.svg.svg_mobject:VMobjectFromSVGPath.handle_commands",
    "manim.utils.color.core:ManimColor",
)


def install() -> Callable[[], None]:
    """Patch; returns the way back."""
    path: Any = Path
    color: Any = ManimColor
    mobject: Any = Mobject
    plain = mobject.__deepcopy__

    def share(self: Any, _memo: dict[int, Any]) -> Any:
        return self

    def share_plain(self: Any, memo: dict[int, Any]) -> Any:
        made_as = cast("Any", type(self))
        if made_as is ManimColor:
            return self
        # HSV and the like can be edited.
        result: Any = made_as.__new__(made_as)
        memo[id(self)] = result
        fields: dict[str, Any] = self.__dict__
        result.__dict__.update(copy.deepcopy(fields, memo))
        return result

    def restore() -> None:
        del path.__deepcopy__, color.__deepcopy__
        mobject.__deepcopy__ = plain

    path.__deepcopy__, color.__deepcopy__ = share, share_plain
    mobject.__deepcopy__ = wraps(plain)(_copied)
    return restore


_ATOMS = frozenset(
    {NoneType, bool, int, float, complex, str, bytes, type, FunctionType, BuiltinFunctionType, np.float64}
)
"""Of what ``copy.deepcopy`` gives back the same object, or one that nobody can tell from it."""


def _copied(self: Any, clone_from_id: dict[int, Any]) -> Any:
    result: Any = self.__class__.__new__(self.__class__)
    clone_from_id[id(self)] = result
    for name, value in self.__dict__.items():
        kind = value.__class__
        if kind is np.ndarray and value.dtype != object:
            made = clone_from_id.get(id(value))
            if made is None:
                made = clone_from_id[id(value)] = value.__deepcopy__(clone_from_id)
        else:
            made = value if kind in _ATOMS else copy.deepcopy(value, clone_from_id)
        setattr(result, name, made)
    result.original_id = str(id(self))
    return result
