"""Cheap copies of mobjects: what never changes after it was made is shared, not copied.

manim copies mobjects for most animations. Each glyph drags its parsed SVG path along (read once, when its
points are made), and each mobject several colours (values that are replaced, never edited).
Patched at ``svgelements.Path.__deepcopy__`` and ``ManimColor.__deepcopy__``, which don't exist before.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, cast

from manim import ManimColor
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

    path.__deepcopy__, color.__deepcopy__ = share, share_plain
    return restore
