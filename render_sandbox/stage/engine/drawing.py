"""Frames as pictures instead of pixels: manim says what to draw, the painter draws it beside it.

Patched onto manim at ``CairoRenderer.update_frame``, ``render``, ``freeze_current_frame`` and
``save_static_frame_data``, and at ``Camera.pixel_array``, which paints the last picture for whoever looks.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
from manim.camera.camera import Camera
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.iterables import list_update

from .capture import capture
from .picture import Canvas, Picture

__all__ = ["TARGETS", "install"]

TARGETS = (
    "manim.renderer.cairo_renderer:CairoRenderer.update_frame",
    "manim.renderer.cairo_renderer:CairoRenderer.render",
    "manim.renderer.cairo_renderer:CairoRenderer.freeze_current_frame",
    "manim.renderer.cairo_renderer:CairoRenderer.save_static_frame_data",
    "manim.renderer.cairo_renderer:CairoRenderer.add_frame",
    "manim.camera.camera:Camera.capture_mobjects",
    "manim.camera.camera:Camera.display_vectorized",
    "manim.camera.camera:Camera.set_cairo_context_path",
    "manim.camera.camera:Camera.set_cairo_context_color",
    "manim.camera.camera:Camera.apply_fill",
    "manim.camera.camera:Camera.apply_stroke",
    "manim.camera.camera:Camera.set_pixel_array",
    "manim.camera.camera:Camera.get_mobjects_to_display",
    "manim.camera.camera:Camera.transform_points_pre_display",
    "manim.camera.three_d_camera:ThreeDCamera.get_mobjects_to_display",
    "manim.camera.three_d_camera:ThreeDCamera.modified_rgbas",
    "manim.camera.three_d_camera:ThreeDCamera.project_points",
    "manim.camera.three_d_camera:ThreeDCamera.transform_points_pre_display",
    "manim.mobject.types.vectorized_mobject:VMobject.get_subpath_split_indices_from_points",
    "manim.mobject.types.vectorized_mobject:VMobject.consider_points_equals_2d",
)
"""What this module and ``capture`` know by heart."""


def install(native: ctypes.CDLL) -> Callable[[], None]:  # noqa: C901 - six small functions, not one long one
    """Patch manim; returns the way back."""
    renderer: Any = CairoRenderer
    camera: Any = Camera
    names = ("update_frame", "render", "freeze_current_frame", "save_static_frame_data")
    before = {name: getattr(renderer, name) for name in names}
    draw_by_manim = before["update_frame"]

    def update_frame(
        self: Any,
        scene: Any,
        mobjects: Any = None,
        include_submobjects: bool = True,
        ignore_skipping: bool = True,
        **kwargs: Any,
    ) -> None:
        if self.skip_animations and not ignore_skipping:
            return
        shown = mobjects or list_update(scene.mobjects, scene.foreground_mobjects)
        picture = None
        if not kwargs:
            picture = capture(self.camera, shown, _under(self), include_submobjects)
        own = self.camera.__dict__
        own["_pending"] = picture
        if picture is None:
            if isinstance(self.static_image, Picture):
                self.static_image = self.static_image.painted(native)
            draw_by_manim(self, scene, shown, include_submobjects, ignore_skipping, **kwargs)

    def frame_of(self: Any) -> Any:
        pending = self.camera.__dict__.get("_pending")
        return self.get_frame() if pending is None else pending

    def render(self: Any, scene: Any, _time: float, moving_mobjects: Any = None) -> None:
        self.update_frame(scene, moving_mobjects)
        self.add_frame(frame_of(self))

    def freeze_current_frame(self: Any, duration: float) -> None:
        dt = 1 / self.camera.frame_rate
        self.add_frame(frame_of(self), num_frames=int(duration / dt))

    def save_static_frame_data(self: Any, scene: Any, static_mobjects: Any) -> Any:
        self.static_image = None
        self.__dict__["_background_seen"] = False  # a scene may change it between plays
        if not static_mobjects:
            return None
        self.update_frame(scene, mobjects=static_mobjects)
        self.static_image = frame_of(self)
        return self.static_image

    def look(self: Any) -> Any:
        own = self.__dict__
        pending = own.pop("_pending", None)
        if pending is not None:
            pending.paint(own["_pixels"], native)
        try:
            return own["_pixels"]
        except KeyError:
            raise AttributeError("pixel_array") from None

    def replace(self: Any, pixels: Any) -> None:
        self.__dict__.pop("_pending", None)
        self.__dict__["_pixels"] = pixels

    def restore() -> None:
        for name, function in before.items():
            setattr(renderer, name, function)
        del camera.pixel_array

    renderer.update_frame, renderer.render = update_frame, render
    renderer.freeze_current_frame, renderer.save_static_frame_data = (
        freeze_current_frame,
        save_static_frame_data,
    )
    camera.pixel_array = property(look, replace)
    return restore


def _under(renderer: Any) -> Canvas | Picture:
    """What the frame is drawn on: the play's still part, or the camera's background."""
    still = renderer.static_image
    if isinstance(still, Picture):
        return still
    source = renderer.camera.background if still is None else still
    own = renderer.__dict__
    known: tuple[Any, Canvas] | None = own.get("_canvas")
    seen = own.get("_background_seen")
    if known is not None and known[0] is source and (seen or np.array_equal(known[1].pixels, source)):
        own["_background_seen"] = True
        return known[1]
    canvas = Canvas(np.ascontiguousarray(source).copy())
    own["_canvas"], own["_background_seen"] = (source, canvas), True
    return canvas
