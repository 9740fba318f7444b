"""From manim's camera and mobjects to a :class:`Picture`: what ``Camera.capture_mobjects`` would draw.

Follows ``Camera.display_vectorized`` call by call. Whatever isn't a plain VMobject seen by one of manim's
own cameras (images, point clouds, several cameras in one) is left to manim: :func:`capture` says None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

import numpy as np
from manim import Mobject, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP, Camera
from manim.camera.three_d_camera import ThreeDCamera
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.mobject.types.point_cloud_mobject import PMobject

from . import solid
from .picture import Canvas, Picture, Points, pack_shape, pack_source, pack_stop

__all__ = ["capture"]

_HOMES = {"manim.camera.camera", "manim.camera.moving_camera", "manim.camera.three_d_camera"}
_METHODS = (
    "apply_fill",
    "apply_stroke",
    "capture_mobjects",
    "display_multiple_non_background_colored_vmobjects",
    "display_multiple_vectorized_mobjects",
    "display_vectorized",
    "get_cairo_context",
    "get_fill_rgbas",
    "get_mobjects_to_display",
    "get_stroke_rgbas",
    "set_cairo_context_color",
    "set_cairo_context_path",
    "transform_points_pre_display",
    "type_or_raise",
)
_JOINS = {kind: int(join) for kind, join in LINE_JOIN_MAP.items()}
_CAPS = {kind: int(cap) for kind, cap in CAP_STYLE_MAP.items()}
_NO_POINTS: Points = np.zeros((0, 3))


@cache
def _is_manims(camera: type[Camera]) -> bool:
    """Whether all that draws is manim's own code, which this module knows."""
    return all(getattr(camera, name).__module__ in _HOMES for name in _METHODS)


def capture(
    camera: Any, mobjects: Iterable[Mobject], under: Canvas | Picture, include_submobjects: bool = True
) -> Picture | None:
    """The picture that drawing ``mobjects`` on ``under`` would give, or None where manim must draw it."""
    if not _is_manims(cast("type[Camera]", type(camera))) or camera.background_opacity is None:
        return None
    deep = isinstance(camera, ThreeDCamera)
    if deep:
        camera.reset_rotation_matrix()
        shown = solid.sorted_by_depth(camera, mobjects, include_submobjects)
    else:
        shown = camera.get_mobjects_to_display(mobjects, include_submobjects=include_submobjects)
    drawn = _vectorized(shown)
    if drawn is None:
        return None
    points = _transformed(camera, drawn, deep)
    matrix = camera.get_cairo_context(camera.__dict__["_pixels"]).get_matrix()
    colors = solid.Shading(camera, drawn) if deep else None
    sheet = _Sheet(camera, colors)
    shapes = [sheet.shape(vmobject, len(part)) for vmobject, part in zip(drawn, points, strict=True)]
    return Picture(
        under,
        tuple(matrix),
        np.concatenate(points) if points else _NO_POINTS,
        b"".join(shapes),
        b"".join(sheet.sources),
        b"".join(sheet.stops),
    )


def _vectorized(shown: Iterable[Mobject]) -> list[VMobject] | None:
    drawn: list[VMobject] = []
    for mobject in shown:
        if isinstance(mobject, VMobject):
            if mobject.get_background_image() or mobject.n_points_per_cubic_curve != 4:
                return None
            drawn.append(mobject)
        elif isinstance(mobject, PMobject | AbstractImageMobject):
            return None
    return drawn


def _transformed(camera: Any, drawn: Sequence[VMobject], deep: bool) -> list[Points]:
    parts: list[Points] = [vmobject.points for vmobject in drawn]
    if deep:
        return solid.transformed(camera, drawn, parts)
    if parts and not np.isfinite(np.concatenate(parts)).all():
        return [camera.transform_points_pre_display(v, part) for v, part in zip(drawn, parts, strict=True)]
    return parts


class _Sheet:
    """Collects the structs of one picture; sources that are equal are written once."""

    def __init__(self, camera: Any, shading: solid.Shading | None) -> None:
        self.sources: list[bytes] = []
        self.stops: list[bytes] = []
        self._camera = camera
        self._shading = shading
        self._line_width = camera.cairo_line_width_multiple
        self._one = camera.frame_width / camera.frame_width  # as manim multiplies it
        self._known: dict[tuple[float, ...], int] = {}
        self._first = 0

    def shape(self, vmobject: VMobject, count: int) -> bytes:
        """The struct of one mobject, whose points follow those of the one before."""
        first = self._first
        self._first += count
        back_width, width = vmobject.get_stroke_width(True), vmobject.get_stroke_width(False)
        return pack_shape(
            first,
            count,
            vmobject.tolerance_for_point_equality,
            back_width * self._line_width * self._one,
            width * self._line_width * self._one,
            _JOINS[vmobject.joint_type],
            _CAPS[vmobject.cap_style],
            self._stroke(vmobject, True) if back_width else -1,
            self._fill(vmobject),
            self._stroke(vmobject, False) if width else -1,
            0,
        )

    def _fill(self, vmobject: VMobject) -> int:
        return self._source(vmobject, vmobject.get_fill_rgbas())

    def _stroke(self, vmobject: VMobject, background: bool) -> int:
        return self._source(vmobject, vmobject.get_stroke_rgbas(background))

    def _source(self, vmobject: VMobject, rgbas: Any) -> int:
        if self._shading is not None:
            colors = self._shading.of(vmobject, rgbas)
            return self._plain(colors[0]) if len(colors) == 1 else self._gradient(vmobject, colors)
        if len(rgbas) != 1:
            return self._gradient(vmobject, rgbas.tolist())
        return self._plain(rgbas[0].tolist())

    def _plain(self, color: Sequence[float]) -> int:
        key = tuple(color)
        known = self._known.get(key)
        if known is None:
            # Transparent paint leaves every pixel as it is.
            known = -1 if color[3] == 0 else self._add([(0.0, *color)], (0.0,) * 4)
            self._known[key] = known
        return known

    def _gradient(self, vmobject: VMobject, colors: Sequence[Sequence[float]]) -> int:
        if not any(alpha for *_, alpha in colors):
            return -1
        if self._shading is not None:
            line = self._shading.line(vmobject)
        else:
            start, end = vmobject.get_gradient_start_and_end_points()
            both = self._camera.transform_points_pre_display(vmobject, (start, end))
            line = (*both[0][:2], *both[1][:2])
        offsets = np.linspace(0, 1, len(colors)).tolist() if len(colors) != 2 else (0.0, 1.0)
        return self._add([(at, *color) for at, color in zip(offsets, colors, strict=True)], line)

    def _add(self, stops: Sequence[tuple[float, ...]], line: tuple[float, ...]) -> int:
        self.sources.append(pack_source(len(self.stops), len(stops), *line))
        self.stops += [pack_stop(*stop) for stop in stops]
        return len(self.sources) - 1
