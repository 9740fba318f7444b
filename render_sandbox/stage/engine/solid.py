"""Drawing in three dimensions: projection, order and shading of many mobjects at a time.

The same numbers as ``ThreeDCamera`` computes one mobject at a time, bit for bit where that decides over
the order of drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from manim import Mobject, VMobject
from manim.camera.camera import Camera

from .picture import Points

__all__ = ["Shading", "sorted_by_depth", "transformed"]


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
        anchors = np.stack([_anchors(shown[number].points) for number in numbers])
        low, high = anchors.min(axis=1), anchors.max(axis=1)
        for number, center in zip(numbers, (low + high) / 2, strict=True):
            centers[number] = center
    return centers


def _is_plain(mobject: Mobject) -> bool:
    return (
        isinstance(mobject, VMobject)
        and not mobject.submobjects
        and "z_index_group" not in mobject.__dict__
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
    together = np.concatenate([parts[n] for n in free]) if free else np.zeros((0, 3))
    if not np.isfinite(together).all():
        return [camera.transform_points_pre_display(v, p) for v, p in zip(drawn, parts, strict=True)]
    projected = camera.project_points(together)
    ends = np.cumsum([len(parts[n]) for n in free])
    for n, part in zip(free, np.split(projected, ends[:-1]) if free else [], strict=True):
        result[n] = part
    for n in set(range(len(drawn))).difference(free):
        result[n] = camera.transform_points_pre_display(drawn[n], parts[n])
    return result


class Shading:
    """Light on the mobjects with ``shade_in_3d``, as ``ThreeDCamera.modified_rgbas`` computes it."""

    def __init__(self, camera: Any, drawn: Sequence[VMobject]) -> None:
        self._camera = camera
        self._light: dict[int, Any] = {}
        self._lines: dict[int, tuple[float, ...]] = {}
        shaded = [v for v in drawn if v.shade_in_3d and v.get_num_points() > 0]
        if shaded:
            self._prepare(shaded)

    def of(self, vmobject: VMobject, rgbas: Any) -> Any:
        """Colours with light: two where the mobject is shaded."""
        light = self._light.get(id(vmobject)) if self._camera.should_apply_shading else None
        if light is None:
            return self._camera.modified_rgbas(vmobject, rgbas)
        shaded = rgbas.repeat(2, axis=0) if len(rgbas) < 2 else np.array(rgbas[:2])
        for row in (0, 1):
            shaded[row, :3] = np.clip(shaded[row, :3] + light[row], 0, 1)
        return shaded

    def line(self, vmobject: VMobject) -> tuple[float, ...]:
        """x and y of the gradient's two ends, projected."""
        line = self._lines.get(id(vmobject))
        if line is None:
            ends = vmobject.get_gradient_start_and_end_points()
            both = self._camera.transform_points_pre_display(vmobject, ends)
            line = (*both[0][:2], *both[1][:2])
        return line

    def _prepare(self, shaded: list[VMobject]) -> None:
        del shaded
