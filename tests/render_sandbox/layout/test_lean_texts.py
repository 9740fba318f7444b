"""Texts of a rehearsal lack a table that copies would copy, and nothing else."""

from __future__ import annotations

import numpy as np
from manim import Text, VMobject

from render_sandbox.stage.layout import lean


def test_they_have_manim_s_own_glyphs() -> None:
    def make() -> Text:
        return Text("Fifty-five fjords, x² = 4", use_svg_cache=False)

    def glyphs(text: VMobject) -> list[VMobject]:
        return [one for one in text.get_family() if len(one.points)]

    plain = make()
    restore = lean.install()
    try:
        quick = make()
    finally:
        restore()

    assert len(quick.submobjects) == len(plain.submobjects)
    assert quick.id_to_vgroup_dict == {}
    assert plain.id_to_vgroup_dict != {}
    for one, other in zip(glyphs(quick), glyphs(plain), strict=True):
        assert np.array_equal(one.points, other.points)
        assert one.get_fill_color() == other.get_fill_color()
