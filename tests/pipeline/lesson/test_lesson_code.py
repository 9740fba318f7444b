"""The code that scenes compile to, and lessons written back as Markdown."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.lesson import Lesson, compile_scene, from_plan, parse, to_markdown
from pipeline.lesson.expressions import FUNCTIONS, to_python
from pipeline.lesson.inline import plain, spoken
from pipeline.lesson.speech import speak

PYTHAGORAS = Path(__file__).parents[3] / "examples" / "pythagoras.md"


def without_lines(data):
    if isinstance(data, dict):
        return {key: without_lines(value) for key, value in data.items() if key != "line"}
    return [without_lines(one) for one in data] if isinstance(data, list) else data


def first_scene(text: str):
    lesson = parse(text)
    return compile_scene(lesson, lesson.scenes[0])


def test_code_of_blocks_is_python_that_names_its_class_and_its_blocks():
    compiled = first_scene("# L\n\n## What it says\n\nTwo legs.\n\n- a\n- b\n\n$$a^2$$")
    tree = ast.parse(compiled.code)
    assert (
        [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        == [compiled.class_name]
        == ["WhatItSaysScene"]
    )
    assert "# Block 2 of the lesson: bullets" in compiled.code
    lines = compiled.code.split("\n")
    formula = next(number for number, line in enumerate(lines, start=1) if "Formula(" in line)
    assert compiled.line_map[formula] == 10


def test_code_does_not_depend_on_where_the_scene_stands():
    scene = "## Same\n\nText.\n\n- a\n\n$$x$$\n"
    alone = parse(f"# L\n\n{scene}")
    behind = parse(f"# L\n\n## Other\n\nA much longer scene.\n\n- b\n\n{scene}")
    assert compile_scene(alone, alone.scenes[0]).code == compile_scene(behind, behind.scenes[1]).code


def test_a_raw_scene_passes_through_with_its_lines():
    text = "# L\n\n## Raw\n\n```manim\nclass Mine(Scene):\n    def construct(self):\n        1 / 0\n```\n"
    compiled = first_scene(text)
    assert compiled.class_name == "Mine"
    number = next(n for n, line in enumerate(compiled.code.split("\n"), start=1) if "1 / 0" in line)
    assert compiled.line_map[number] == 8


def test_paragraphs_beside_a_raw_scene_are_spoken_over_it():
    compiled = first_scene(
        "# L\n\n## Raw\n\nHear this.\n\n```manim\nclass Mine(Scene):\n    def construct(self):\n        pass\n```\n"
    )
    assert compiled.class_name == "MineTold"
    assert 'with self.say("Hear this.")' in compiled.code


def test_what_is_told_over_a_raw_scene_may_stand_over_a_scene_of_the_kit_too():
    compiled = first_scene(
        "# L\n\n## Raw\n\nHear this.\n\n```manim\nclass Mine(LessonScene):\n    def construct(self):\n        pass\n```\n"
    )
    bases = next(
        node.bases
        for node in ast.parse(compiled.code).body
        if isinstance(node, ast.ClassDef) and node.name == "MineTold"
    )
    # Mine may be Narrated already: a base after what is derived from it has an order of resolution, before it has none.
    assert [ast.unparse(base) for base in bases] == ["Mine", "Narrated"]


def test_what_is_said_before_the_first_picture_is_shown_as_words():
    compiled = first_scene("# L\n\n## S\n\nBefore.\n\nWith it.\n\n- a\n\n---\n\nAfter the **pause**.\n")
    assert "words = Words('Before.')" in compiled.code.replace('"', "'")
    assert "words_2 = Words('After the **pause**.')" in compiled.code.replace('"', "'")
    assert compiled.code.index("Words(") < compiled.code.index("Bullets('a')".replace("'", '"'))
    assert "self.narrate" not in compiled.code


@pytest.mark.parametrize(
    ("blocks", "in_turn"),
    [
        ("One.\n\n- a\n\nTwo.\n\n$$b$$", True),
        ("One.\n\n- a\n\n$$b$$", False),
        ("One.\n\n- a\n\nTwo.", False),
        ("One.\n\n- a\n\n```manim\nself.wait(1)\n```\n\nTwo.\n\n$$b$$", False),
    ],
)
def test_blocks_that_are_told_one_after_another_come_in_turn(blocks, in_turn):
    assert ("in_turn=True" in first_scene(f"# L\n\n## S\n\n{blocks}\n").code) == in_turn


def test_a_fragment_stands_in_construct_with_its_lines():
    compiled = first_scene("# L\n\n## Mixed\n\nLook.\n\n```manim\ndot = Dot()\nself.add(dot)\n```\n")
    assert "from manim import *" in compiled.code
    number = next(
        n for n, line in enumerate(compiled.code.split("\n"), start=1) if line.strip() == "self.add(dot)"
    )
    assert compiled.line_map[number] == 9
    ast.parse(compiled.code)


def test_pictures_are_the_scene_s_assets():
    compiled = first_scene("# L\n\n## S\n\n![a](images/map.png)")
    assert compiled.assets == ["images/map.png"]
    assert '"assets/images/map.png"' in compiled.code


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=120), st.text(min_size=1, max_size=120), st.text(min_size=1, max_size=60))
def test_no_text_breaks_out_of_its_literal(title, text, tex):
    blocks = [
        {"kind": "narration", "text": text},
        {"kind": "bullets", "items": [text]},
        {"kind": "math", "tex": tex},
        {"kind": "code", "code": text},
    ]
    try:
        lesson = from_plan({"title": "x", "scenes": [{"title": title, "blocks": blocks}]})
    except Exception:
        return
    tree = ast.parse(compile_scene(lesson, lesson.scenes[0]).code)
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert calls <= {"Bullets", "Formula", "Listing"}


@pytest.mark.parametrize(
    ("source", "at", "value"),
    [
        ("x^2 - 2*x", 3, 3),
        ("-x^2", 2, -4),
        ("2^-x", 1, 0.5),
        ("sin(pi*x)/2", 0.5, 0.5),
        ("(1+x)/(1-x)", 3, -2),
        ("max(x, 1)", 0, 1),
        ("2^3^x", 2, 512),
    ],
)
def test_curves_mean_what_mathematics_means(source, at, value):
    assert math.isclose(eval(to_python(source), {"np": np, "x": at}), value, abs_tol=1e-9)


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os')",
        "x.real",
        "open(x)",
        "2x",
        "lambda: x",
        "[x]",
        "sin",
        "x if x else x",
        "f'{x}'",
        "y",
    ],
)
def test_nothing_but_arithmetic_gets_into_a_curve(source):
    with pytest.raises(ValueError, match=r"\w"):
        to_python(source)
    assert "open" not in FUNCTIONS


def test_formulas_are_said_in_words():
    assert speak("a^2 + b^2 = c^2") == "a squared plus b squared equals c squared"
    assert speak(r"\frac{1}{2}") == "1 over 2"
    assert speak(r"\sqrt{x}") == "the square root of x"
    assert plain("The **sum** of $x^2$ <mark a/>and `y`") == "The sum of x squared and y"
    assert spoken("Say <mark a/> it") == "Say <mark a/> it"


def test_a_lesson_written_as_markdown_reads_back_the_same():
    lesson = parse(PYTHAGORAS.read_text())
    again = parse(to_markdown(lesson))
    assert without_lines(again.model_dump()) == without_lines(lesson.model_dump())


_PLAIN = st.lists(
    st.sampled_from(
        ["a", "**b**", "*c*", "`d`", "$e$", "1.", "-", "#", "x > y", "a|b", "\\*", "été", "日本"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(_PLAIN, min_size=1, max_size=4), _PLAIN, st.sampled_from(["narration", "quote"]), st.booleans()
)
def test_blocks_survive_the_way_through_markdown(points, text, kind, ordered):
    blocks = [
        {"kind": kind, "text": text},
        {"kind": "bullets", "items": points, "ordered": ordered},
        {"kind": "summary", "points": points},
    ]
    lesson = from_plan({"title": "x", "scenes": [{"title": "s", "blocks": blocks}]})
    source = to_markdown(lesson)
    again = parse(source)
    assert to_markdown(again) == source
    assert [block.kind for block in again.scenes[0].blocks] == [kind, "bullets", "summary"]


@pytest.mark.parametrize("before", range(85, 101, 3))
def test_no_line_of_a_long_point_begins_with_a_sign_of_markdown(before):
    point = f"# {'a' * before} *c* *c* *c* and more"
    lesson = from_plan(
        {"title": "x", "scenes": [{"title": "s", "blocks": [{"kind": "summary", "points": [point]}]}]}
    )
    assert parse(to_markdown(lesson)).scenes[0].blocks[0].points == [point]


def test_the_schema_documents_every_kind_of_block():
    schema = str(Lesson.model_json_schema())
    for kind in (
        "bullets",
        "steps",
        "plot",
        "numberline",
        "graph",
        "table",
        "timeline",
        "compare",
        "quiz",
        "summary",
    ):
        assert f"'{kind}'" in schema
