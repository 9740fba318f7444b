"""One state of a scene as arrays: what is drawn, in which order, where, and in which colours.

Lengths are in frame units (manim's own), colours are sRGB in 0–1, boxes are ``[x0, y0, x1, y1]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import ManimColor, Mobject, Scene, ThreeDCamera, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

__all__ = ["Floats", "Frame", "Snapshot", "take"]

Floats = npt.NDArray[np.float64]

VISIBLE = 0.12
"""Opacity below which nobody sees a thing."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the camera shows."""

    box: tuple[float, float, float, float]
    is_default: bool
    """Nobody has moved or zoomed the camera."""
    rotation: float = 0.0

    @property
    def width(self) -> float:
        """In frame units."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """In frame units."""
        return self.box[3] - self.box[1]


@dataclass(slots=True)
class Snapshot:
    """The leaves (mobjects with points) of a scene in drawing order, and one row of each array a leaf."""

    frame: Frame
    background: Floats
    leaves: list[Mobject]
    boxes: Floats
    fill: Floats
    """Red, green, blue, opacity. A gradient counts as its mean."""
    stroke: Floats
    stroke_width: Floats
    halo: npt.NDArray[np.bool_]
    """The leaf has a broad stroke behind its fill, as text over a busy ground should."""
    is_image: npt.NDArray[np.bool_]
    order: dict[int, int]
    """Row of a leaf by ``id``."""
    flat: npt.NDArray[np.bool_]
    """The leaf is drawn where its points say: no perspective bends it."""

    @property
    def drawn(self) -> npt.NDArray[np.bool_]:
        """Which leaves put ink on the frame that can be seen."""
        return (
            (self.fill[:, 3] > VISIBLE)
            | ((self.stroke[:, 3] > VISIBLE) & (self.stroke_width > 0.05))
            | self.is_image
        )

    def points(self, row: int) -> Floats:
        """The leaf's Bézier points, ``(n, 2)``."""
        return np.asarray(self.leaves[row].points, dtype=np.float64)[:, :2]


def take(scene: Scene) -> Snapshot:
    """Read the scene's present state."""
    leaves = _drawing_order(scene)
    camera: Any = scene.camera
    count = len(leaves)
    fill = np.zeros((count, 4))
    stroke = np.zeros((count, 4))
    width = np.zeros(count)
    halo = np.zeros(count, dtype=bool)
    image = np.zeros(count, dtype=bool)
    for row, leaf in enumerate(leaves):
        if isinstance(leaf, VMobject):
            fill[row] = _mean_colour(leaf.fill_rgbas)
            stroke[row] = _mean_colour(leaf.stroke_rgbas)
            width[row] = _number(leaf.stroke_width)
            halo[row] = _number(leaf.background_stroke_width) >= 2.5 and bool(
                _mean_colour(leaf.background_stroke_rgbas)[3] > 0.5
            )
        elif isinstance(leaf, AbstractImageMobject):
            image[row] = True
        else:
            colours = getattr(leaf, "rgbas", None)
            stroke[row] = _mean_colour(colours) if colours is not None else (1, 1, 1, 1)
            width[row] = 1.0
    boxes, flat = _boxes(camera, leaves)
    return Snapshot(
        frame=_frame(camera),
        background=_background(camera),
        leaves=leaves,
        boxes=boxes,
        fill=fill,
        stroke=stroke,
        stroke_width=width,
        halo=halo,
        is_image=image,
        order={id(leaf): row for row, leaf in enumerate(leaves)},
        flat=flat,
    )


def _drawing_order(scene: Scene) -> list[Mobject]:
    found: list[Mobject] = []
    stack: list[Mobject] = [*scene.mobjects, *scene.foreground_mobjects][::-1]
    while stack:
        mobject = stack.pop()
        if len(mobject.points):
            found.append(mobject)
        stack.extend(mobject.submobjects[::-1])
    # As manim does: a mobject that is met twice is drawn at the later place.
    seen: set[int] = set()
    last: list[Mobject] = []
    for mobject in reversed(found):
        if id(mobject) not in seen:
            seen.add(id(mobject))
            last.append(mobject)
    last.reverse()
    if any(mobject.z_index for mobject in last):
        last.sort(key=lambda one: one.z_index)
    return last


def _mean_colour(rgbas: Any) -> Any:
    if len(rgbas) == 1:
        return rgbas[0]
    return rgbas.mean(axis=0) if len(rgbas) else (0, 0, 0, 0)


def _number(value: Any) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    return float(np.max(value)) if np.size(value) else 0.0


def _boxes(camera: Any, leaves: list[Mobject]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    if not leaves:
        return np.zeros((0, 4)), np.zeros(0, dtype=bool)
    flat = np.ones(len(leaves), dtype=bool)
    if isinstance(camera, ThreeDCamera):
        arrays = [_projected(camera, leaf, flat, row) for row, leaf in enumerate(leaves)]
    else:
        arrays = [leaf.points for leaf in leaves]
    starts = np.cumsum([0] + [len(one) for one in arrays[:-1]])
    points = np.concatenate(arrays)[:, :2]
    low = np.minimum.reduceat(points, starts, axis=0)
    high = np.maximum.reduceat(points, starts, axis=0)
    return np.concatenate([low, high], axis=1), flat


def _projected(camera: Any, leaf: Mobject, flat: npt.NDArray[np.bool_], row: int) -> Any:
    if leaf in camera.fixed_in_frame_mobjects:
        return leaf.points
    flat[row] = leaf in camera.fixed_orientation_mobjects
    return camera.transform_points_pre_display(leaf, leaf.points)


def _frame(camera: Any) -> Frame:
    from manim import config

    width, height = float(config.frame_width), float(config.frame_height)
    mobject = getattr(camera, "frame", None)
    if not isinstance(mobject, VMobject):
        centre = np.asarray(camera.frame_center, dtype=float)
        return Frame(_box_around(centre, width, height), bool(np.allclose(centre[:2], 0)))
    centre = mobject.get_center()
    shown_width, shown_height = float(mobject.width), float(mobject.height)
    default = bool(
        np.allclose(centre[:2], 0, atol=1e-3)
        and abs(shown_width - width) < 0.01 * width
        and abs(shown_height - height) < 0.01 * height
    )
    return Frame(_box_around(centre, shown_width, shown_height), default)


def _box_around(centre: Any, width: float, height: float) -> tuple[float, float, float, float]:
    x, y = float(centre[0]), float(centre[1])
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _background(camera: Any) -> Floats:
    return np.asarray(ManimColor(camera.background_color).to_rgb(), dtype=np.float64)
