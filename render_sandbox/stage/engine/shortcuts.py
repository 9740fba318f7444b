"""manim's most-called small functions, with the same results in fewer steps.

Each takes its short way only for the plain case (numbers of the usual type, nothing overridden by a scene)
and hands everything else to manim's own. Patched onto manim where ``TARGETS`` says.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from math import isfinite
from typing import Any

import numpy as np
from manim import BLACK, ManimColor, Mobject, VMobject
from manim.utils import paths

__all__ = ["TARGETS", "install"]

TARGETS = (
    "manim.mobject.mobject:Mobject.get_family",
    "manim.mobject.mobject:Mobject._iter_family",
    "manim.mobject.mobject:Mobject.family_members_with_points",
    "manim.mobject.mobject:Mobject.get_num_points",
    "manim.utils.iterables:remove_list_redundancies",
    "manim.mobject.types.vectorized_mobject:VMobject.consider_points_equals",
    "manim.mobject.types.vectorized_mobject:VMobject.get_subpaths_from_points",
    "manim.mobject.types.vectorized_mobject:VMobject._gen_subpaths_from_points",
    "manim.mobject.types.vectorized_mobject:VMobject.get_points_defining_boundary",
    "manim.mobject.types.vectorized_mobject:VMobject.get_anchors",
    "manim.mobject.types.vectorized_mobject:VMobject.generate_rgbas_array",
    "manim.utils.color.core:ManimColor",
    "manim.utils.paths:path_along_circles",
    "manim.utils.paths:path_along_arc",
    "manim.utils.space_ops:rotation_matrix",
)

_RTOL = 1.0e-5  # numpy's, in allclose
_CURVE = 4
_ANGLES = 64


def install() -> Callable[[], None]:
    """Patch; returns the way back."""
    patched = [
        (owner, name, owner.__dict__[name], make)
        for owner, name, make in (
            (Mobject, "get_family", _family),
            (Mobject, "family_members_with_points", _with_points),
            (VMobject, "consider_points_equals", _same_place),
            (VMobject, "get_subpaths_from_points", _subpaths),
            (VMobject, "get_points_defining_boundary", _boundary),
            (VMobject, "generate_rgbas_array", _rgbas),
            (paths, "rotation_matrix", _rotation),
        )
    ]
    for owner, name, plain, make in patched:
        setattr(owner, name, wraps(plain)(make(plain)))

    def restore() -> None:
        for owner, name, plain, _make in patched:
            setattr(owner, name, plain)

    return restore


def _family(plain: Any) -> Any:
    walk = "_iter_family"
    walk_of = vars(Mobject)[walk]

    def get_family(self: Any, recurse: bool = True) -> list[Any]:
        found: list[Any] = []
        parents: set[int] = set()
        ahead = [self]
        while ahead:
            member = ahead.pop()
            kind = member.__class__
            if getattr(kind, walk) is not walk_of:
                return plain(self, recurse)
            found.append(member)
            if member.submobjects:
                if id(member) in parents:  # in its own family, perhaps
                    return plain(self, recurse)
                parents.add(id(member))
                ahead += member.submobjects[::-1]
        # Of somebody who is in it twice manim keeps the last.
        return found if len(set(found)) == len(found) else plain(self, recurse)

    return get_family


def _with_points(plain: Any) -> Any:
    count_of = vars(Mobject)["get_num_points"]

    def family_members_with_points(self: Any) -> list[Any]:
        members: list[Any] = []
        for member in self.get_family():
            kind = member.__class__
            if kind.get_num_points is not count_of:
                return plain(self)
            if len(member.points) > 0:
                members.append(member)
        return members

    return family_members_with_points


def _same_place(plain: Any) -> Any:
    def consider_points_equals(self: Any, p0: Any, p1: Any) -> bool:
        if not (_is_point(p0) and _is_point(p1)):
            return plain(self, p0, p1)
        tolerance = self.tolerance_for_point_equality
        for a, b in zip(p0.tolist(), p1.tolist(), strict=True):
            if a != b and not (abs(a - b) <= tolerance + _RTOL * abs(b) and isfinite(b)):
                return False
        return True

    return consider_points_equals


def _is_point(value: Any) -> bool:
    return type(value) is np.ndarray and value.shape == (3,) and value.dtype == np.float64


def _subpaths(plain: Any) -> Any:
    equals = vars(VMobject)  # looked up at each call: a scene may replace it

    def get_subpaths_from_points(self: Any, points: Any) -> list[Any]:
        kind = self.__class__
        if (
            type(points) is not np.ndarray
            or points.dtype != np.float64
            or points.ndim != 2
            or self.n_points_per_cubic_curve != _CURVE
            or kind.consider_points_equals is not equals["consider_points_equals"]
        ):
            return plain(self, points)
        # manim has this vectorised, and uses it for drawing only.
        ranges = self.get_subpath_split_indices_from_points(points, 3).tolist()
        return [points[start:end] for start, end in ranges]

    return get_subpaths_from_points


def _boundary(plain: Any) -> Any:
    anchors_of = VMobject.get_anchors

    def get_points_defining_boundary(self: Any) -> Any:
        parts: list[Any] = []
        for member in self.get_family():
            kind = member.__class__
            if getattr(kind, "get_anchors", None) is not anchors_of:
                return plain(self)
            points = member.points
            count = len(points)
            if count == 0:
                continue
            if count % _CURVE or points.dtype != np.float64 or member.n_points_per_cubic_curve != _CURVE:
                return plain(self)
            parts.append(points.reshape(-1, _CURVE, 3)[:, :: _CURVE - 1].reshape(-1, 3))
        return np.concatenate(parts) if parts else plain(self)

    return get_points_defining_boundary


def _rgbas(plain: Any) -> Any:
    value = "_internal_value"

    def generate_rgbas_array(self: Any, color: Any, opacity: Any) -> Any:
        chosen: Any = BLACK if color is None else color
        if type(chosen) is not ManimColor or (opacity is not None and type(opacity) not in (int, float)):
            return plain(self, color, opacity)
        if self.get_sheen_factor() != 0:
            return plain(self, color, opacity)
        rgba = np.empty((1, 4))
        rgba[0, :3] = getattr(chosen, value)[:3]
        rgba[0, 3] = 0.0 if opacity is None else opacity
        return rgba

    return generate_rgbas_array


def _rotation(plain: Any) -> Any:
    """All parts of a mobject that turns do so by the same angle: compute it once for the frame."""
    known: OrderedDict[Any, Any] = OrderedDict()

    def rotation_matrix(angle: Any, axis: Any, homogeneous: bool = False) -> Any:
        if homogeneous or not isinstance(angle, float) or type(axis) is not np.ndarray:
            return plain(angle, axis, homogeneous)
        key = (angle.hex(), axis.dtype.char, axis.tobytes())
        matrix = known.get(key)
        if matrix is None:
            matrix = plain(angle, axis)
            matrix.flags.writeable = False  # shared: whoever edits it should hear of it
            known[key] = matrix
            if len(known) > _ANGLES:
                known.popitem(last=False)
        return matrix

    return rotation_matrix
