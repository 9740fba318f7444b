"""Drawing in three dimensions: projection, order and shading of many mobjects at a time.

The same numbers as ``ThreeDCamera`` computes one mobject at a time, bit for bit where that decides over
the order of drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
from manim import UP, Mobject, VMobject
from manim.camera.camera import Camera

from .picture import Points

__all__ = ["TARGETS", "Shading", "sorted_by_depth", "transformed"]

TARGETS = (
    "manim.camera.three_d_camera:ThreeDCamera.get_mobjects_to_display",
    "manim.camera.three_d_camera:ThreeDCamera.modified_rgbas",
    "manim.camera.three_d_camera:ThreeDCamera.project_points",
    "manim.camera.three_d_camera:ThreeDCamera.transform_points_pre_display",
    "manim.mobject.graphing.coordinate_systems:ThreeDAxes._set_axis_shading",
    "manim.mobject.three_d.three_d_utils:get_3d_vmob_unit_normal",
    "manim.utils.color.core:get_shaded_rgb",
)
"""What this module knows by heart."""

_AXIS_MODULE = "manim.mobject.graphing.coordinate_systems"
_AXIS_ENDS = "ThreeDAxes._set_axis_shading.<locals>.make_func.<locals>.<lambda>"


def sorted_by_depth(camera: Any, mobjects: Iterable[Mobject], include_submobjects: bool) -> list[Mobject]:
    """What ``ThreeDCamera.get_mobjects_to_display`` returns."""
    shown = Camera.get_mobjects_to_display(camera, mobjects, include_submobjects=include_submobjects)
    turn = camera.get_rotation_matrix().T
    centers = _centers(shown)

    def depth(number: int) -> float:
        mobject = shown[number]
        if not getattr(mobject, "shade_in_3d", False):
            return np.inf
        center = centers[number]
        if center is None:
            center = mobject.get_z_index_reference_point()
        return np.dot(center, turn)[2]

    return [shown[number] for number in sorted(range(len(shown)), key=depth)]


def _centers(shown: Sequence[Mobject]) -> list[Any]:
    """Centres of the mobjects that are one of many alike (a surface's faces); None for the others."""
    centers: list[Any] = [None] * len(shown)
    by_size: dict[int, list[int]] = {}
    for number, mobject in enumerate(shown):
        if _is_plain(mobject):
            by_size.setdefault(len(mobject.points), []).append(number)
    for numbers in by_size.values():
        # manim reads a Bézier shape's extent off its anchors, the first and last point of each curve.
        anchors = np.stack([_anchors(cast("Points", shown[number].points)) for number in numbers])
        low, high = anchors.min(axis=1), anchors.max(axis=1)
        for number, center in zip(numbers, (low + high) / 2, strict=True):
            centers[number] = center
    return centers


def _is_plain(mobject: Mobject) -> bool:
    return (
        isinstance(mobject, VMobject)
        and not mobject.submobjects
        and not {"z_index_group", "get_center", "get_z_index_reference_point"} & vars(mobject).keys()
        and len(mobject.points) >= 4
        and len(mobject.points) % 4 == 0
        and type(mobject).get_center is Mobject.get_center
        and type(mobject).get_points_defining_boundary is VMobject.get_points_defining_boundary
    )


def _anchors(points: Points) -> Points:
    return points.reshape(-1, 4, 3)[:, ::3].reshape(-1, 3)


def transformed(camera: Any, drawn: Sequence[VMobject], parts: list[Points]) -> list[Points]:
    """``transform_points_pre_display`` of each mobject, those without a fixed place together."""
    fixed_places, fixed_turns = camera.fixed_in_frame_mobjects, camera.fixed_orientation_mobjects
    free = [n for n, v in enumerate(drawn) if v not in fixed_places and v not in fixed_turns]
    result = list(parts)
    by_size: dict[int, list[int]] = {}
    for n in free:
        by_size.setdefault(len(parts[n]), []).append(n)
    for size, numbers in by_size.items():
        stack = np.concatenate([parts[n] for n in numbers]).reshape(len(numbers), size, 3)
        if not np.isfinite(stack).all():
            for n in numbers:
                result[n] = camera.transform_points_pre_display(drawn[n], parts[n])
            continue
        for n, points in zip(numbers, _projected(camera, stack), strict=True):
            result[n] = points
    for n in set(range(len(drawn))).difference(free):
        result[n] = camera.transform_points_pre_display(drawn[n], parts[n])
    return result


def _projected(camera: Any, stack: Points) -> Points:
    """``ThreeDCamera.project_points`` of many mobjects with equally many points: k × n × 3.

    A product for each mobject, not one for all: how the numbers are summed depends on the shape.
    """
    distance, zoom = camera.get_focal_distance(), camera.get_zoom()
    points = np.matmul(stack - camera.frame_center, camera.get_rotation_matrix().T)
    zs = points[..., 2]
    if camera.exponential_projection:
        factor = np.exp(zs / distance)
        near = zs < 0
        factor[near] = distance / (distance - zs[near])
    else:
        factor = distance / (distance - zs)
        factor[(distance - zs) < 0] = 10**6
    points[..., 0] *= factor * zoom
    points[..., 1] *= factor * zoom
    return points


class Shading:
    """Light on the mobjects with ``shade_in_3d``, as ``ThreeDCamera.modified_rgbas`` computes it.

    Prepared for all faces at once; what isn't a plain face (degenerate, fixed in its place) is left to the
    camera.
    """

    def __init__(self, camera: Any, drawn: Sequence[VMobject]) -> None:
        self._camera = camera
        self._light: dict[int, tuple[float, float]] = {}
        self._lines: dict[int, tuple[float, ...]] = {}
        self._ends: dict[Any, Any] = {}
        self._fixed = (camera.fixed_in_frame_mobjects, camera.fixed_orientation_mobjects)
        if not camera.should_apply_shading:
            return
        shaded = [v for v in drawn if v.shade_in_3d]
        pieces = [v for v in shaded if len(v.points) == 4]
        faces = [
            v
            for v in shaded
            if len(v.points) >= 8
            and not self._is_fixed(v)
            and "get_gradient_start_and_end_points" not in vars(v)
            and type(v).get_gradient_start_and_end_points is VMobject.get_gradient_start_and_end_points
        ]
        if pieces:
            self._prepare_pieces(pieces)
        if faces:
            self._prepare(faces)

    def of(self, vmobject: VMobject, rgbas: Any) -> list[list[float]]:
        """Colours with light, one row of RGBA for each: two where the mobject is shaded."""
        light = self._light.get(id(vmobject))
        if light is None:
            return self._camera.modified_rgbas(vmobject, rgbas).tolist()
        first, *others = rgbas[:2].tolist()
        return [
            [channel + light[end] for channel in color[:3]] + color[3:]
            for end, color in enumerate((first, others[0] if others else first))
        ]

    def line(self, vmobject: VMobject) -> tuple[float, ...]:
        """x and y of the gradient's two ends, projected."""
        line = self._lines.get(id(vmobject))
        if line is None:
            ends = self._ends_of(vmobject)
            both = self._camera.transform_points_pre_display(vmobject, ends)
            line = (*both[0][:2], *both[1][:2])
        return line

    def _is_fixed(self, vmobject: VMobject) -> bool:
        places, turns = self._fixed
        return vmobject in places or vmobject in turns

    def _ends_of(self, vmobject: VMobject) -> Any:
        """The gradient's ends; those of 3-D axes once for all pieces of an axis.

        Each piece has a function that measures the whole axis.
        """
        measure: Any = vars(vmobject).get("get_gradient_start_and_end_points")
        if getattr(measure, "__qualname__", None) != _AXIS_ENDS or measure.__module__ != _AXIS_MODULE:
            return vmobject.get_gradient_start_and_end_points()
        key = tuple(id(cell.cell_contents) for cell in measure.__closure__)
        if key not in self._ends:
            self._ends[key] = measure()
        return self._ends[key]

    def _prepare_pieces(self, pieces: Sequence[VMobject]) -> None:
        """Mobjects of one curve have no plane: manim lets them face up."""
        corner = np.stack([piece.points[0] for piece in pieces])
        normal = np.broadcast_to(np.asarray(UP, float), corner.shape)
        light, usable = _lit(corner, normal, self._camera.light_source.points[0])
        usable &= np.isfinite(corner).all(axis=1)
        for n, value in enumerate(light.tolist()):
            if usable[n]:
                self._light[id(pieces[n])] = (value, value)

    def _prepare(self, faces: Sequence[VMobject]) -> None:
        sun = self._camera.light_source.points[0]
        starts: list[Points] = []
        lights: list[list[float]] = []
        regular = np.ones(len(faces), bool)
        for at_end in (False, True):
            corner, ahead, behind = _corners(faces, at_end)
            light, usable = _light(corner, ahead - corner, behind - corner, sun)
            regular &= usable & np.isfinite(corner).all(axis=1)
            starts.append(corner)
            lights.append(light.tolist())
        ends = _projected(self._camera, np.stack(starts, axis=1))[:, :, :2].reshape(-1, 4).tolist()
        for n, face in enumerate(faces):
            if regular[n]:
                self._light[id(face)] = (lights[0][n], lights[1][n])
                self._lines[id(face)] = tuple(ends[n])


def _corners(faces: Sequence[VMobject], at_end: bool) -> tuple[Points, Points, Points]:
    """A corner of each face and the anchors after and before it (``get_3d_vmob_unit_normal``)."""
    table = np.empty((len(faces), 3, 3))
    by_size: dict[int, list[int]] = {}
    for n, face in enumerate(faces):
        by_size.setdefault(len(face.points), []).append(n)
    for count, numbers in by_size.items():
        i = ((count - 1) // 6) * 3 if at_end else 0
        before = i - 3 if i > 2 else count - 4
        after = i + 3 if i < count - 3 else 3
        stack = np.concatenate([faces[n].points for n in numbers]).reshape(-1, count, 3)
        table[numbers] = stack[:, [i, after, before]]
    return table[:, 0], table[:, 1], table[:, 2]


def _light(corner: Points, v1: Points, v2: Points, sun: Points) -> tuple[Points, Any]:
    """``get_shaded_rgb``'s light, and for which faces ``get_unit_normal`` takes its usual way."""
    with np.errstate(invalid="ignore", divide="ignore"):
        u1 = v1 / np.abs(v1).max(axis=1)[:, None]
        u2 = v2 / np.abs(v2).max(axis=1)[:, None]
        normal = np.stack(
            [
                u1[:, 1] * u2[:, 2] - u1[:, 2] * u2[:, 1],
                u1[:, 2] * u2[:, 0] - u1[:, 0] * u2[:, 2],
                u1[:, 0] * u2[:, 1] - u1[:, 1] * u2[:, 0],
            ],
            axis=1,
        )
        length = np.sqrt(_dot(normal, normal))
        normal /= length[:, None]
    light, usable = _lit(corner, normal, sun)
    return light, usable & (length > 1e-6)


def _lit(corner: Points, normal: Points, sun: Points) -> tuple[Points, Any]:
    """The light on corners that face ``normal``, and where the sun isn't in the corner itself."""
    with np.errstate(invalid="ignore", divide="ignore"):
        to_sun = sun - corner
        distance = np.sqrt(_dot(to_sun, to_sun))
        facing: list[float] = _dot(normal, to_sun / distance[:, None]).tolist()
        # One by one: numpy's power of arrays rounds otherwise than its power of numbers.
        light = np.array([0.5 * cosine**3 for cosine in facing])
        light[light < 0] *= 0.5
        return light, distance > 0


def _dot(a: Points, b: Points) -> Points:
    return a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1] + a[:, 2] * b[:, 2]
