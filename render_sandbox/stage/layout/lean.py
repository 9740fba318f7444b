"""Texts without the table of their SVG's groups, which nobody asks of a text and every copy of it copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import svgelements as se
from manim import MarkupText, Text
from manim.mobject.svg.svg_mobject import SVGMobject

__all__ = ["install"]

_SHAPES = (se.Path, se.SimpleLine, se.Rect, se.Circle, se.Ellipse, se.Polygon, se.Polyline)


def install() -> Callable[[], None]:
    """Patch ``SVGMobject.get_mobjects_from`` for ``Text`` and ``MarkupText``; returns the way back."""
    read: Any = SVGMobject.get_mobjects_from

    def lean(self: Any, svg: Any) -> tuple[list[Any], dict[str, Any]]:
        if not isinstance(self, (Text, MarkupText)):
            return read(self, svg)
        made: list[Any] = []
        stack: list[Any] = [svg]
        while stack:
            element = stack.pop()
            if isinstance(element, (se.Group, se.Use)):
                stack.extend(cast("list[Any]", element[::-1]))
            elif isinstance(element, _SHAPES):
                shape = self.get_mob_from_shape_element(element)
                if shape is not None:
                    made.append(shape)
        return made, {}

    def restore() -> None:
        SVGMobject.get_mobjects_from = read

    SVGMobject.get_mobjects_from = lean  # type: ignore[method-assign]
    return restore
