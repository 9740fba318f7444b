"""The hook in manim 0.22: where it would call LaTeX and read an SVG file, shapes come from memory.

``SingleStringMathTex`` asks ``tex_to_svg_file`` for a file and its base class reads it. Here the
"file" is a name in a table of this process, and reading it builds the mobjects. No file is written,
so forked plays and renders beside each other can't meet.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import svgelements
from manim import config
from manim.mobject.svg.svg_mobject import SVGMobject
from manim.mobject.text import numbers, tex_mobject
from manim.mobject.types.vectorized_mobject import VGroup, VMobject
from manim.utils.tex import TexTemplate

from . import engine
from .engine import Mark, MathError, Shape
from .foreign import make_room, put_in
from .shapes import Outline, outline
from .template import definitions, packages

__all__ = ["install", "warm"]

UNIT: Final = 9.96264 / 1000
"""Points of dvisvgm in a thousandth of an em of a 10 pt font: MathJax's size as LaTeX's."""

_NAME: Final = "mathjax-"
_manim: Any = tex_mobject
_LATEX_TO_FILE: Final = _manim.tex_to_svg_file


class Glyph(VMobject):
    """A glyph, rule or frame of a formula."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula, ready to become mobjects: one outline and colour a shape, and the marked groups."""

    outlines: tuple[Outline, ...]
    colours: tuple[str, ...]
    groups: dict[str, tuple[int, ...]]


_drawings: dict[str, Drawing] = {}


def install(name: str) -> None:
    """Make ``name``, ``"mathjax"`` or ``"latex"``, the engine of manim's math in this process."""
    target = _manim.SingleStringMathTex
    if name == "mathjax":
        _manim.tex_to_svg_file = _drawing_name
        target.init_svg_mobject = _init_svg_mobject
    elif name == "latex":
        _require_latex()
        _manim.tex_to_svg_file = _LATEX_TO_FILE
        target.init_svg_mobject = SVGMobject.init_svg_mobject
    else:
        raise MathError(f"Unknown math engine {name!r}: it is 'mathjax' or 'latex'.")
    numbers.string_to_mob_map.clear()


def warm() -> None:
    """Set one formula with the engine and build its mobjects."""
    path = _drawing_name(r"\frac{1}{2}\sum_{i=0}^n x_i", "align*", None)
    _build(_drawings[path.name])


def _require_latex() -> None:
    missing = [program for program in ("latex", "dvisvgm") if shutil.which(program) is None]
    if missing:
        raise MathError(
            f"math = 'latex' needs {' and '.join(missing)}, which this sandbox lacks: "
            "install TeX and turn the latex setting on "
            "(Docker: 'proofreel sandbox build --latex'), or use math = 'mathjax'."
        )


def _drawing_name(
    expression: str, environment: str | None = None, tex_template: TexTemplate | None = None
) -> Path:
    """Stands in for manim's ``tex_to_svg_file``: the name under which the drawing is kept."""
    template: TexTemplate = config["tex_template"] if tex_template is None else tex_template
    preamble = f"{template.preamble}\n{template.post_doc_commands}"
    key = "\0".join([expression, environment or "", preamble])
    name = _NAME + hashlib.sha256(key.encode()).hexdigest()
    if name not in _drawings:
        items = _typeset(expression, environment, preamble)
        _drawings[name] = _draw(items, engine.plain(expression))
    return Path(name)


def _typeset(expression: str, environment: str | None, preamble: str) -> list[engine.Item]:
    tex, words = make_room(expression, text=environment in {None, "center"})
    try:
        items = engine.typeset(
            tex,
            environment=environment,
            preamble=definitions(preamble),
            packages=packages(preamble),
        )
    except MathError as error:
        raise MathError(error.said, tex=engine.plain(expression)) from error
    return put_in(items, words) if words else items


def _draw(items: list[engine.Item], tex: str) -> Drawing:
    outlines: list[Outline] = []
    colours: list[str] = []
    groups: dict[str, list[int]] = {}
    open_groups: list[str] = []
    for item in items:
        if isinstance(item, Mark):
            _follow(item, groups, open_groups)
            continue
        points = outline(item)
        if not len(points):
            continue
        for name in open_groups:
            groups[name].append(len(outlines))
        outlines.append(points * UNIT)
        colours.append(_hex(item, tex))
    return Drawing(tuple(outlines), tuple(colours), {name: tuple(found) for name, found in groups.items()})


def _follow(mark: Mark, groups: dict[str, list[int]], open_groups: list[str]) -> None:
    if mark.name is not None:
        groups.setdefault(mark.name, [])
        open_groups.append(mark.name)
    elif open_groups:
        open_groups.pop()


def _hex(shape: Shape, tex: str) -> str:
    """The colour as manim reads it; black is what manim replaces by the mobject's own colour."""
    if shape.colour is None:
        return "#000000"
    read: Any = svgelements.Color(shape.colour)
    # svgelements reads a name that it doesn't know as black.
    if shape.colour.isalpha() and shape.colour.lower() != "black" and read == "black":
        raise MathError(f"Undefined colour {shape.colour!r}: use a name of xcolor, or \\definecolor", tex=tex)
    return str(read.hexrgb)


def _init_svg_mobject(self: Any, use_svg_cache: bool) -> Any:
    drawing = _drawings.get(self.file_name.name) if self.file_name is not None else None
    if drawing is None:
        return SVGMobject.init_svg_mobject(self, use_svg_cache=use_svg_cache)
    glyphs, groups = _build(drawing)
    self.add(*glyphs)
    self.id_to_vgroup_dict = groups
    return self


def _build(drawing: Drawing) -> tuple[list[VMobject], dict[str, VGroup]]:
    glyphs: list[VMobject] = [
        _glyph(points, colour) for points, colour in zip(drawing.outlines, drawing.colours, strict=True)
    ]
    groups = {name: VGroup(*(glyphs[index] for index in indices)) for name, indices in drawing.groups.items()}
    groups["root"] = VGroup(*glyphs)
    return glyphs, groups


def _glyph(points: Outline, colour: str) -> VMobject:
    glyph = Glyph(stroke_width=0, fill_color=colour, fill_opacity=1.0)
    glyph.points = np.zeros((len(points), 3))
    glyph.points[:, :2] = points
    return glyph
