"""Texts made from Pango's files by the short way are those that manim makes, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import manim
import numpy as np
import pytest
from manim import BLUE, BOLD, ITALIC, RED, Code, MarkupText, Paragraph, SVGMobject, Text
from manim.mobject.svg import svg_mobject

from render_sandbox.stage.engine import glyphs

OURS = {"_sheet", "_glyphs", "_shape", "_defaults"}
LATE = {"path_obj", "id_to_vgroup_dict"}
NESTED = {"submobjects", "chars", "original_id"}

TEXTS = {
    "letters": lambda: Text("Every whole number, fi ffl: åß — «x»!", font_size=34),
    "two scripts": lambda: Text("日本 x"),
    "colours, slants, tabs": lambda: Text(
        "Hello  world\n\ttabs", t2c={"world": RED}, t2s={"Hello": ITALIC}, weight=BOLD
    ),
    "a gradient": lambda: Text("gradient", gradient=(RED, BLUE)),
    "half transparent": lambda: Text("half", fill_opacity=0.4, color="#123456"),
    "no ligatures": lambda: Text("fi ffl", disable_ligatures=True),
    "spaces around": lambda: Text("  a b  "),
    "a given height": lambda: Text("x" * 30, height=1),
    "markup with lines": lambda: MarkupText(
        'A<b>b</b> <u>under</u> <span foreground="#33ff0080">x</span>\n<s>st</s> '
        '<gradient from="RED" to="BLUE">grad</gradient>'
    ),
    "code": lambda: Code(code_string="def f(x):\n    return x**2  # ü", language="python"),
    "a paragraph": lambda: Paragraph("ab c", "d e f", alignment="center"),
}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path) -> Iterator[None]:
    before = manim.config.media_dir
    manim.config.media_dir = str(tmp_path)
    yield
    manim.config.media_dir = before


def made(make: Any) -> tuple[Any, bool]:
    """What ``make`` makes with the short way in place, and whether that was taken."""
    svg_mobject.SVG_HASH_TO_MOB_MAP.clear()
    undo = glyphs.install()
    try:
        text = make()
        return described(text), any("_shape" in vars(part) for part in text.get_family())
    finally:
        undo()


def described(mobject: Any) -> list[Any]:
    """All that there is to know of a mobject, of its parts, and of a copy."""
    return [_fields(part) for part in mobject.get_family()] + [_late(mobject), _late(mobject.copy())]


def _fields(mobject: Any) -> Any:
    fields = {name: value for name, value in vars(mobject).items() if name not in OURS | LATE | NESTED}
    return type(mobject).__name__, sorted((name, _value(value)) for name, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return repr((value.shape, value.dtype.str, value.tobytes()))
    return repr(value)


def _late(mobject: Any) -> list[Any]:
    family = mobject.get_family()
    places = {id(part): place for place, part in enumerate(family)}
    found: list[Any] = []
    for part in family:
        if hasattr(part, "path_obj"):
            found.append(part.path_obj)
        groups = getattr(part, "id_to_vgroup_dict", {})
        found += [
            (name, [places.get(id(one)) for one in group.submobjects]) for name, group in groups.items()
        ]
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_the_same_to_the_last_bit(name):
    svg_mobject.SVG_HASH_TO_MOB_MAP.clear()
    plain = described(TEXTS[name]())
    ours, short = made(TEXTS[name])
    assert short
    assert ours == plain


@pytest.mark.parametrize(
    "picture",
    [
        '<path d="M0 0h10v10z" style="fill:red"/>',
        '<g style="fill:red"><use xlink:href="#no" x="1" y="1"/></g>',
        '<g style="fill:red" transform="scale(2)"><use xlink:href="#a" x="1" y="1"/></g>',
        '<g style="fill:red"><circle r="3"/></g>',
        '<g style="fill:red"><use xlink:href="#a" x="1" y="1"/></g>',
    ],
)
def test_other_drawings_are_read_by_manim(picture, tmp_path):
    file = tmp_path / "drawing.svg"
    symbol = '<symbol overflow="visible" id="a"><path style="stroke:none;" d="M 0 0 q 1 1 2 0 Z"/></symbol>'
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" '
        f'height="10pt" viewBox="0 0 10 10" version="1.1"><defs><g>{symbol}</g></defs><g id="s">{picture}</g></svg>'
    )
    plain = described(SVGMobject(file, use_svg_cache=False))
    ours, short = made(lambda: SVGMobject(file, use_svg_cache=False))
    assert not short
    assert ours == plain


def test_a_class_that_reads_in_its_own_way_is_left_to_it():
    class Marked(Text):
        def path_to_mobject(self, path: Any) -> Any:
            glyph = super().path_to_mobject(path)
            glyph.mark = True
            return glyph

    _, short = made(lambda: Marked("x"))
    assert not short


def test_a_changed_default_is_heard():
    manim.VMobject.set_default(joint_type=manim.LineJointType.ROUND)
    try:
        plain = described(Text("x"))
        ours, _ = made(lambda: Text("x"))
    finally:
        manim.VMobject.set_default()
    assert ours == plain
