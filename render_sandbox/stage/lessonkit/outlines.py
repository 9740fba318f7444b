"""Text as outlines: Pango breaks the lines and shapes the glyphs, and says where each one stands.

Manim's own ``Text`` keeps neither the baselines nor the wrapping of Pango; a layout by measured size
needs both. Positions here are in em, x to the right from the box's left edge, y up from the first baseline.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
from manim import config
from manimpango import Alignment, MarkupUtils  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

__all__ = ["POINTS", "Glyph", "Points", "shape"]

Points = npt.NDArray[np.float64]

POINTS = 60.0
"""Size that text is shaped at."""
_EM = POINTS * 4 / 3
"""Units of the SVG in one em: Pango's points at 96 dpi."""
_COUNTER = itertools.count()
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:[eE][-+]?\d+)?")
_HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its origin on the baseline, its outline around that origin, its colour."""

    x: float
    y: float
    outline: Points
    color: str

    @property
    def right(self) -> float:
        """Where its ink ends."""
        return self.x + float(self.outline[:, 0].max())


def shape(
    markup: str,
    *,
    font: str,
    weight: str = "NORMAL",
    width: float | None = None,
    align: Literal["left", "center", "right"] = "left",
) -> list[Glyph]:
    """Set Pango markup in a box of a width in em (None: one line, however long)."""
    folder = config.get_dir("text_dir")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"kit-{next(_COUNTER)}.svg"
    box = 150_000 if width is None else max(1, int(width * _EM))
    MarkupUtils.text2svg(
        f'<span weight="{weight.lower()}">{markup}</span>',
        font,
        "NORMAL",
        "NORMAL",
        POINTS,
        0,
        False,
        str(path),
        0,
        0,
        200_000,
        200_000,
        alignment=Alignment(["left", "center", "right"].index(align)),
        pango_width=box,
    )
    glyphs = _read(path)
    path.unlink()
    if not glyphs:
        return []
    first = min(y for _, y, _, _ in glyphs)
    return [Glyph(x / _EM, (first - y) / _EM, outline, color) for x, y, outline, color in glyphs]


def _read(path: Path) -> list[tuple[float, float, Points, str]]:
    root = ElementTree.parse(path).getroot()  # noqa: S314 - written by cairo a moment ago
    outlines: dict[str, Points] = {}
    for element in root.iter():
        identity = element.get("id", "")
        if identity.startswith("glyph"):
            drawn = next((part for part in element.iter() if part.tag.endswith("}path")), None)
            outlines[f"#{identity}"] = _outline(drawn.get("d", "") if drawn is not None else "")
    found: list[tuple[float, float, Points, str]] = []
    _walk(root, "#000000", outlines, found)
    return found


def _walk(
    element: ElementTree.Element,
    color: str,
    outlines: dict[str, Points],
    found: list[tuple[float, float, Points, str]],
) -> None:
    color = _color(element) or color
    if element.tag.endswith("}defs"):
        return
    if element.tag.endswith("}use"):
        outline = outlines.get(element.get(_HREF) or element.get("href") or "")
        if outline is not None and len(outline):
            found.append((float(element.get("x", "0")), float(element.get("y", "0")), outline, color))
    for child in element:
        _walk(child, color, outlines, found)


def _color(element: ElementTree.Element) -> str | None:
    """The fill of an element, in either of the ways that cairo has written it."""
    given = element.get("fill") or element.get("style", "")
    found = re.search(r"rgb\(([\d.]+)%, ?([\d.]+)%, ?([\d.]+)%\)", given)
    if not found:
        return None
    red, green, blue = (round(float(share) * 2.55) for share in found.groups())
    return f"#{red:02X}{green:02X}{blue:02X}"


@functools.lru_cache(maxsize=4096)
def _outline(path: str) -> Points:
    """Cubic Bézier points (n × 3, in em, y up) of an SVG path of cairo: M, L, C and Z, absolute."""
    points: list[tuple[float, float]] = []
    start = here = (0.0, 0.0)
    tokens = iter(_TOKEN.findall(path))

    def pair() -> tuple[float, float]:
        return float(next(tokens)), float(next(tokens))

    def line_to(end: tuple[float, float]) -> None:
        (x, y), (to_x, to_y) = here, end
        points.extend(
            [
                here,
                (x + (to_x - x) / 3, y + (to_y - y) / 3),
                (x + (to_x - x) * 2 / 3, y + (to_y - y) * 2 / 3),
                end,
            ]
        )

    for mark in tokens:
        if mark == "M":
            start = here = pair()
        elif mark == "L":
            end = pair()
            line_to(end)
            here = end
        elif mark == "C":
            first, second, end = pair(), pair(), pair()
            points.extend([here, first, second, end])
            here = end
        elif mark == "Z" and here != start:
            line_to(start)
            here = start
    flat = np.zeros((len(points), 3))
    if points:
        flat[:, :2] = np.array(points) / _EM * [1, -1]
    return flat
