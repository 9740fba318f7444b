"""From a lesson to drafts, and what a chunk's address depends on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lesson import parse
from pipeline.planning import content_address, lesson_draft, settings_of, video_format
from pipeline.state.model import FULL, PREVIEW

LESSON = """---
title: Circles
---

## One

A circle is round.

## Two

$$A = \\pi r^2$$
"""

BASE = ("code", FULL, {"theme": "midnight", "math": "mathjax"}, {"assets/a.png": "00"})


@pytest.mark.parametrize(
    "other",
    [
        ("code ", *BASE[1:]),
        (BASE[0], PREVIEW, *BASE[2:]),
        (*BASE[:2], {"theme": "paper", "math": "mathjax"}, BASE[3]),
        (*BASE[:2], {"theme": "midnight", "math": "latex"}, BASE[3]),
        (*BASE[:3], {"assets/a.png": "01"}),
        (*BASE[:3], {"assets/b.png": "00"}),
    ],
)
def test_whatever_the_picture_depends_on_changes_the_address(other):
    assert content_address(*other) != content_address(*BASE)


@given(st.dictionaries(st.sampled_from(["author", "format", "description"]), st.text()))
def test_what_the_picture_does_not_depend_on_does_not_change_it(more):
    code, form, settings, assets = BASE

    assert content_address(code, form, settings | more, assets) == content_address(*BASE)


def test_a_scene_that_moves_down_the_file_keeps_its_address():
    before, after = parse(LESSON), parse(LESSON.replace("## One", "## Zero\n\nNew.\n\n## One"))

    def address(lesson, place):
        return lesson_draft(
            lesson, lesson.scenes[place], form=PREVIEW, settings=settings_of(lesson), assets={}
        ).digest

    assert address(before, 0) == address(after, 1)
    assert address(before, 1) == address(after, 2)


def test_settings_of_a_lesson_are_plain_data():
    assert settings_of(parse(LESSON))["theme"] == "midnight"


@pytest.mark.parametrize("shape", ["landscape", "portrait", "square"])
def test_every_format_has_even_sides(shape):
    # H.264 with 4:2:0 chroma takes no odd side.
    for quality in ("preview", "full"):
        form = video_format(shape, quality)
        assert form.width % 2 == form.height % 2 == 0
