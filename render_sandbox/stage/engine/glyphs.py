"""Glyphs of a text straight from Pango's SVG to points, without a general reader of SVG in between.

Patched onto manim at ``SVGMobject.generate_mobject``. The files that Pango and cairo write have few forms (a
symbol for each glyph, uses of it at places, rules as plain paths); a file with anything else in it, and a
class that reads in its own way, is left to manim. What hardly anybody asks a text for, the groups of its
elements and the parsed paths of its glyphs, is made when asked for; copies of a text don't drag it along.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt
import svgelements as se
from manim import RIGHT, ManimColor, Mobject, RendererType, VGroup, VMobject, config
from manim.mobject.svg.svg_mobject import SVGMobject, VMobjectFromSVGPath

__all__ = ["TARGETS", "install"]

TARGETS = (
    "manim.mobject.svg.svg_mobject:SVGMobject.__init__",
    "manim.mobject.svg.svg_mobject:SVGMobject.init_svg_mobject",
    "manim.mobject.svg.svg_mobject:SVGMobject.generate_mobject",
    "manim.mobject.svg.svg_mobject:SVGMobject.modify_xml_tree",
    "manim.mobject.svg.svg_mobject:SVGMobject.get_mobjects_from",
    "manim.mobject.svg.svg_mobject:SVGMobject.get_mob_from_shape_element",
    "manim.mobject.svg.svg_mobject:SVGMobject.apply_style_to_mobject",
    "manim.mobject.svg.svg_mobject:SVGMobject.path_to_mobject",
    "manim.mobject.svg.svg_mobject:VMobjectFromSVGPath.__init__",
    "manim.mobject.svg.svg_mobject:VMobjectFromSVGPath.handle_commands",
    "manim.mobject.types.vectorized_mobject:VMobject.__init__",
)

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_STYLE = frozenset({"style"})
_SYMBOL = frozenset({"overflow", "id"})
_CLOSED, _OPEN = 0.0, 0.001  # manim draws the closing line where it is longer than 0.0001
_READERS = (
    "apply_style_to_mobject",
    "get_file_path",
    "get_mob_from_shape_element",
    "get_mobjects_from",
    "handle_transform",
    "modify_xml_tree",
    "path_to_mobject",
)
_SHARED = (float, int, bool, str, type(None), Enum, ManimColor)

Curves = npt.NDArray[np.float64]
"""Curves × 4 × 2; of a straight one the controls are still missing."""
_Undo = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Shape:
    """One shape of a file: an outline at a place. ``symbol`` is where a glyph comes from."""

    style: tuple[str, str]
    """Of the group around it, if there is one, and of the path."""
    d: str
    x: float = 0.0
    y: float = 0.0
    symbol: str | None = None

    def __deepcopy__(self, _memo: dict[int, Any]) -> _Shape:
        return self


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a file draws: runs of shapes in the same group of the file, or a single one outside of any."""

    name: str | None
    runs: tuple[tuple[bool, tuple[_Shape, ...]], ...]

    def shapes(self) -> Iterator[_Shape]:
        for _, shapes in self.runs:
            yield from shapes

    def __deepcopy__(self, _memo: dict[int, Any]) -> _Sheet:
        return self


def install() -> _Undo:
    """Patch; returns the way back."""
    svg: Any = SVGMobject
    glyph: Any = VMobjectFromSVGPath
    make = svg.generate_mobject
    known = _manims_own()

    @wraps(make)
    def generate_mobject(self: Any) -> Any:
        sheet = _read(self.get_file_path()) if _is_plain(self, known) else None
        glyphs = None if sheet is None else _glyphs(self, sheet)
        if glyphs is None:
            return make(self)
        self.add(*(glyph for glyph in glyphs if glyph is not None))
        own = self.__dict__
        own.pop("id_to_vgroup_dict", None)
        own["_sheet"], own["_glyphs"] = sheet, glyphs
        self.flip(RIGHT)
        return self

    def restore() -> None:
        svg.generate_mobject = make
        del svg.id_to_vgroup_dict, glyph.path_obj

    svg.generate_mobject = generate_mobject
    svg.id_to_vgroup_dict = _Late("id_to_vgroup_dict", "_sheet", _groups)
    glyph.path_obj = _Late("path_obj", "_shape", _path)
    return restore


class _Late:
    """An attribute that is made when it is first asked for, where ``source`` says that it can be."""

    def __init__(self, name: str, source: str, make: Callable[[Any], Any]) -> None:
        self._name, self._source, self._make = name, source, make

    def __get__(self, mobject: Any, kind: Any = None) -> Any:
        if mobject is None:
            return self  # manim asks each new class of a scene for all of its attributes
        own: dict[str, Any] = mobject.__dict__
        if self._source not in own:
            raise AttributeError(self._name)
        own[self._name] = value = self._make(own)
        return value


def _manims_own() -> list[tuple[Any, str, Any]]:
    owners: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (VMobjectFromSVGPath, ("__init__", "generate_points", "init_points", "handle_commands")),
        (VMobject, ("__init__", "init_colors", "set_style")),
        (Mobject, ("__init__",)),
    )
    return [(owner, name, getattr(owner, name)) for owner, names in owners for name in names]


def _is_plain(mobject: Any, known: list[tuple[Any, str, Any]]) -> bool:
    """Whether manim's own code would read it, none of it replaced, into glyphs without further wishes."""
    kind = cast("Any", type(mobject))
    return (
        config.renderer == RendererType.CAIRO
        and not mobject.path_string_config
        and all(getattr(owner, name) is function for owner, name, function in known)
        and all(getattr(kind, name) is getattr(SVGMobject, name) for name in _READERS)
    )


def _read(path: Path) -> _Sheet | None:
    """What the file draws, or None where it holds anything that Pango doesn't write."""
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - as manim does; the sandbox is around both
    except (ET.ParseError, OSError):
        return None
    if root.tag != f"{_SVG}svg" or [child.tag for child in root] != [f"{_SVG}defs", f"{_SVG}g"]:
        return None
    if root.attrib.keys() != {"width", "height", "viewBox", "version"}:
        return None
    symbols = _symbols(root[0])
    surface = root[1]
    if symbols is None or surface.attrib.keys() - {"id"}:
        return None
    runs = [_run(child, symbols) for child in surface]
    if None in runs:
        return None
    return _Sheet(surface.get("id"), tuple(cast("list[tuple[bool, tuple[_Shape, ...]]]", runs)))


def _symbols(defs: ET.Element) -> dict[str, tuple[str, str]] | None:
    """The style and the outline of each symbol by its id."""
    found: dict[str, tuple[str, str]] = {}
    for group in defs:
        if group.tag != f"{_SVG}g" or group.attrib:
            return None
        for symbol in group:
            if (
                symbol.tag != f"{_SVG}symbol"
                or symbol.attrib.keys() != {"overflow", "id"}
                or len(symbol) != 1
            ):
                return None
            path = symbol[0]
            if path.tag != f"{_SVG}path" or path.attrib.keys() != {"style", "d"}:
                return None
            found[symbol.attrib["id"]] = path.attrib["style"], path.attrib["d"]
    return found


def _run(
    element: ET.Element, symbols: Mapping[str, tuple[str, str]]
) -> tuple[bool, tuple[_Shape, ...]] | None:
    if element.tag == f"{_SVG}path" and element.attrib.keys() == {"style", "d"}:
        return False, (_Shape(("", element.attrib["style"]), element.attrib["d"]),)
    if element.tag != f"{_SVG}g" or element.attrib.keys() != _STYLE:
        return None
    shapes: list[_Shape] = []
    for use in element:
        if use.tag != f"{_SVG}use" or use.attrib.keys() != {_HREF, "x", "y"}:
            return None
        name = use.attrib[_HREF].removeprefix("#")
        if name not in symbols:
            return None
        style, d = symbols[name]
        place = float(use.attrib["x"]), float(use.attrib["y"])
        shapes.append(_Shape((element.attrib["style"], style), d, *place, symbol=name))
    return True, tuple(shapes)


def _glyphs(mobject: Any, sheet: _Sheet) -> list[Any] | None:
    """A mobject for each shape, None where it is empty; or None where one can't be read here."""
    defaults = tuple(sorted(mobject.generate_config_style_dict().items()))
    models: dict[Any, dict[str, Any] | None] = {}
    glyphs: list[Any] = []
    for shape in sheet.shapes():
        outline = _outline(shape.d)
        if outline is None:
            return None
        if not len(outline[0]):
            glyphs.append(None)
            continue
        if shape.style not in models:
            models[shape.style] = _model(mobject, _styled(defaults, shape.style))
        model = models[shape.style]
        if model is None:
            return None
        glyphs.append(_copy_of(model, shape, defaults, _points(*outline, shape.x, shape.y)))
    return glyphs


def _model(mobject: Any, path: se.Path) -> dict[str, Any] | None:
    """The fields of a glyph as manim makes it, or None where it has more than is known here."""
    glyph = mobject.path_to_mobject(path)
    mobject.apply_style_to_mobject(glyph, path)
    fields = dict(cast("dict[str, Any]", vars(glyph)))
    del fields["path_obj"]
    for value in fields.values():
        if not (isinstance(value, (*_SHARED, np.ndarray)) or (isinstance(value, list) and not value)):
            return None
    return fields


def _copy_of(model: dict[str, Any], shape: _Shape, defaults: Any, points: Any) -> Any:
    glyph: Any = object.__new__(VMobjectFromSVGPath)
    fields = glyph.__dict__
    for name, value in model.items():
        if isinstance(value, list):
            fields[name] = []
        elif isinstance(value, np.ndarray) and name != "sheen_direction":  # manim shares that one
            fields[name] = value.copy()
        else:
            fields[name] = value
    fields["points"] = points
    fields["_shape"], fields["_defaults"] = shape, defaults
    return glyph


@lru_cache(maxsize=4096)
def _outline(d: str) -> tuple[Curves, npt.NDArray[np.bool_]] | None:
    """The curves of an outline and which of them are straight; None where it can't be read here."""
    tokens = d.split()
    curves: list[list[float]] = []
    straight: list[bool] = []
    here: tuple[float, ...] = (0.0, 0.0)
    start: tuple[float, ...] = here
    at = 0
    while at < len(tokens):
        command = tokens[at]
        count = {"M": 2, "L": 2, "C": 6, "Z": 0}.get(command)
        if count is None or (command != "M" and at == 0):
            return None
        try:
            values = [float(token) for token in tokens[at + 1 : at + 1 + count]]
        except ValueError:
            return None
        at += 1 + count
        if command == "Z":
            gap = float(np.hypot(here[0] - start[0], here[1] - start[1]))
            if _CLOSED < gap < _OPEN:
                return None
            values = list(start) if gap else []
        if not values:
            continue
        if command == "M":
            start = tuple(values)
        else:
            straight.append(command != "C")
            curves.append([*here, *(values if command == "C" else [0.0] * 4 + values)])
        here = tuple(values[-2:])
    return np.array(curves, np.float64).reshape(-1, 4, 2), np.array(straight, np.bool_)


def _points(curves: Curves, straight: npt.NDArray[np.bool_], x: float, y: float) -> Any:
    """As manim computes them: moved first, then the controls of straight curves in between."""
    points = np.zeros((len(curves), 4, 3))
    points[:, :, :2] = curves + np.array((x, y))
    start, end = points[straight, 0], points[straight, 3]
    points[straight, 1] = (start + start + end) / 3
    points[straight, 2] = (start + end + end) / 3
    return points.reshape(-1, 3)


@lru_cache(maxsize=256)
def _styled(defaults: Any, style: tuple[str, str]) -> se.Path:
    """Some path in this style as manim's reader sees it."""
    return _parsed(defaults, style, {"d": "M 0 0 L 1 0 L 1 1 Z"})


def _parsed(defaults: Any, style: tuple[str, str], attributes: dict[str, str]) -> se.Path:
    root = ET.Element("svg", {})
    group = ET.SubElement(ET.SubElement(root, "g", dict(defaults)), "g", {})
    outer, inner = style
    if outer:
        group = ET.SubElement(group, "g", {"style": outer})
    ET.SubElement(group, "path", {"style": inner, **attributes})
    read = cast("Any", se.SVG)
    elements = cast("Iterator[Any]", read.parse(io.BytesIO(ET.tostring(root))).elements())
    return next(element for element in elements if isinstance(element, se.Path))


def _path(own: dict[str, Any]) -> se.Path:
    """The parsed path that manim keeps with a glyph."""
    shape: _Shape = own["_shape"]
    moved = {"transform": f"translate({shape.x}, {shape.y})"}
    return _parsed(own["_defaults"], shape.style, {"d": shape.d, **moved})


def _groups(own: dict[str, Any]) -> dict[str, VGroup]:
    """The groups that manim's reader makes: one of each element, with the shapes below it."""
    sheet: _Sheet = own["_sheet"]
    glyphs = iter(own["_glyphs"])
    groups = {"root": VGroup()}
    count = 0

    def enter(name: str | None = None) -> VGroup:
        nonlocal count
        if name is None:
            name = f"numbered_group_{count}"
            count += 1
        groups[name] = VGroup()
        return groups[name]

    above = [groups["root"], enter(), enter(), enter(), enter(sheet.name)]
    for grouped, shapes in sheet.runs:
        run = [*above, enter()] if grouped else above
        for shape in shapes:
            around = run
            if shape.symbol is not None:
                around = [*run, enter()]
                enter(shape.symbol)
            enter()
            glyph = next(glyphs)
            if glyph is not None:
                for group in around:
                    group.add(glyph)
    return groups
