"""Texts made anew with the same arguments come from memory, as ``always_redraw`` does each frame.

Patched onto manim at ``Text.__init__``. A text is remembered by its arguments and by what else decides over
it: the class defaults of the mobjects that it is made of, and manim's configuration of texts.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from manim import ManimColor, Text, VMobject, config
from manim.mobject.svg.svg_mobject import SVGMobject, VMobjectFromSVGPath

__all__ = ["TARGETS", "install"]

TARGETS = (
    "manim.mobject.text.text_mobject:Text.__init__",
    "manim.mobject.text.text_mobject:Text._text2svg",
    "manim.mobject.text.text_mobject:Text._text2hash",
    "manim.mobject.svg.svg_mobject:SVGMobject.__init__",
    "manim.mobject.svg.svg_mobject:SVGMobject.generate_mobject",
)

_REMEMBERED = 300
_PLAIN = (str, int, float, bool, type(None))


def install() -> Callable[[], None]:
    """Patch; returns the way back."""
    make: Any = Text.__init__
    known: OrderedDict[Any, Text] = OrderedDict()

    @wraps(make)
    def remembered(self: Any, *args: Any, **kwargs: Any) -> None:
        key = _key(args, kwargs) if type(self) is Text and not vars(self) else None
        if key is None:
            make(self, *args, **kwargs)
            return
        if key not in known:
            make(self, *args, **kwargs)
            known[key] = copy.deepcopy(self)
            if len(known) > _REMEMBERED:
                known.popitem(last=False)
            return
        known.move_to_end(key)
        fields = vars(copy.deepcopy(known[key], {}))
        fields.pop("original_id", None)
        vars(self).update(fields)

    def restore() -> None:
        if Text.__init__ is remembered:
            Text.__init__ = make

    Text.__init__ = remembered
    return restore


def _key(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """What decides over a text, or None where that can't be told."""
    values = (*args, *kwargs.values())
    if not all(isinstance(value, _PLAIN) or type(value) is ManimColor for value in values):
        return None
    return (
        tuple(_plain(value) for value in args),
        tuple(sorted((name, _plain(value)) for name, value in kwargs.items())),
        VMobject.__init__,
        VMobjectFromSVGPath.__init__,
        SVGMobject.__init__,
        vars(Text)["_text2svg"],  # a scene may have replaced it
        str(config.text_dir),
        config.pixel_width,
        config.pixel_height,
    )


def _plain(value: Any) -> Any:
    # The type counts: a size of 24 and one of 24.0 are different texts to manim.
    return (type(value).__name__, value.to_hex(True) if isinstance(value, ManimColor) else repr(value))
