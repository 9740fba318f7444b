"""Call things by the names that the user gave them.

At each play the local variables of the user's frame and the scene's own attributes say which
mobject is called what; a part is called after its nearest named ancestor, ``equation[2]``.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, cast

from manim import DecimalNumber, MathTex, Mobject, Scene, SingleStringMathTex, Text

__all__ = ["Names", "calling_frame", "text_of"]

_MOST_PER_CONTAINER = 200
_OF_MANIM = frozenset({"mobjects", "foreground_mobjects", "moving_mobjects", "static_mobjects", "animations"})


def calling_frame(path: Path) -> FrameType | None:
    """The innermost running frame of the file ``path``."""
    name = str(path)
    current: FrameType | None = inspect.currentframe()
    while current is not None:
        if current.f_code.co_filename == name:
            return current
        current = current.f_back
    return None


class Names:
    """The names of a scene's mobjects as far as they are known. Later plays add to it."""

    def __init__(self) -> None:
        self._named: dict[int, tuple[str, Mobject]] = {}
        self._owner: dict[int, tuple[Mobject, Mobject]] = {}
        self.values: dict[str, Any] = {}
        """Every named value of the last play's caller, mobjects or not."""

    def learn(self, scene: Scene, caller: FrameType | None) -> None:
        """Read the variables of ``caller`` and of the frames of the same file around it."""
        named: dict[str, Any] = {}
        for key, value in vars(scene).items():
            if not key.startswith("_") and key not in _OF_MANIM:
                named[f"self.{key}"] = value
        frame = caller
        path = caller.f_code.co_filename if caller is not None else ""
        frames: list[FrameType] = []
        while frame is not None:
            if frame.f_code.co_filename == path and frame.f_code.co_name != "<module>":
                frames.append(frame)
            frame = frame.f_back
        for one in reversed(frames):
            named.update({key: value for key, value in one.f_locals.items() if key != "self"})
        self.values = named
        for name, value in named.items():
            self._learn_value(name, value)

    def _learn_value(self, name: str, value: Any) -> None:
        if isinstance(value, Mobject):
            self._name(name, value)
        elif isinstance(value, Mapping):
            items: list[tuple[Any, Any]] = list(cast("Mapping[Any, Any]", value).items())
            for key, one in items[:_MOST_PER_CONTAINER]:
                self._learn_items(f"{name}[{key!r}]", one)
        elif isinstance(value, (list, tuple)):
            for index, one in enumerate(cast("Sequence[Any]", value)[:_MOST_PER_CONTAINER]):
                self._learn_items(f"{name}[{index}]", one)

    def _learn_items(self, name: str, value: Any) -> None:
        if isinstance(value, Mobject):
            self._name(name, value)
        elif isinstance(value, (list, tuple)):
            for index, one in enumerate(cast("Sequence[Any]", value)[:_MOST_PER_CONTAINER]):
                if isinstance(one, Mobject):
                    self._name(f"{name}[{index}]", one)

    def _name(self, name: str, mobject: Mobject) -> None:
        key = id(mobject)
        known = self._named.get(key)
        if known is None or (len(name) < len(known[0]) and "[" in known[0]):
            self._named[key] = (name, mobject)
        if _is_whole_text(mobject):
            for part in mobject.get_family()[1:]:
                self._owner.setdefault(id(part), (part, mobject))

    def own_name(self, mobject: Mobject) -> str | None:
        """The variable that holds exactly this mobject."""
        known = self._named.get(id(mobject))
        return known[0] if known is not None else None

    def whole_text(self, part: Mobject) -> Mobject | None:
        """The named text that ``part`` was taken from, e.g. the equation of ``equation[2]``."""
        known = self._owner.get(id(part))
        return known[1] if known is not None else None

    def name(self, mobject: Mobject, ancestors: Sequence[Mobject] = ()) -> str:
        """A name that the user knows: a variable, a part of one, or else the class.

        A loop's variable that has moved on to the next mobject gives way to ``steps[3]``.
        """
        own = self.own_name(mobject)
        if own is not None and (self.values.get(own, mobject) is mobject or not ancestors):
            return own
        child, path = mobject, ""
        for ancestor in reversed(ancestors):
            path = _step(ancestor, child) + path
            named = self.own_name(ancestor)
            if named is not None:
                return named + path
            child = ancestor
        if own is not None:
            return own
        owner = self.whole_text(mobject)
        if owner is not None:
            return f"{self.own_name(owner)}[…]"
        return type(mobject).__name__


def _step(ancestor: Mobject, child: Mobject) -> str:
    for index, one in enumerate(ancestor.submobjects):
        if one is child:
            return f"[{index}]"
    return ""


def _is_whole_text(mobject: Mobject) -> bool:
    return isinstance(mobject, (Text, SingleStringMathTex)) or type(mobject).__name__ == "MarkupText"


def text_of(mobject: Mobject) -> str:
    """What a text says, on one line; empty for other things."""
    if isinstance(mobject, DecimalNumber):
        return f"{mobject.number:.{mobject.num_decimal_places}f}"
    if isinstance(mobject, MathTex):
        return " ".join(mobject.tex_string.split())
    lines = getattr(mobject, "lines_text", None)
    if isinstance(lines, Text):
        return " ".join(lines.original_text.split())
    for attribute in ("original_text", "tex_string", "text"):
        value = getattr(mobject, attribute, None)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    if mobject.submobjects:
        return " ".join(filter(None, (text_of(one) for one in mobject.submobjects[:40])))
    return ""
