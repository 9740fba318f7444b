import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checker import check
from knowledge.search.manim_docs import extract, installed_manim

ROOT = Path(__file__).parents[3]
FAILING = json.loads((Path(__file__).parent / "examples_that_fail.json").read_text())
"""Docstring examples that don't run with the pinned manim, and what they raise."""

_PRELUDE = "from manim import *\n"
"""What manim's documentation puts before each example."""


def test_no_example_of_manim_that_runs_gets_an_error():
    manim = installed_manim()
    if manim is None:
        pytest.skip("manim is not installed: install the extra 'render'")
    examples = {
        s.id: _PRELUDE + s.code for s in extract(manim) if not any(f"class {n}(" in s.code for n in FAILING)
    }
    assert len(examples) > 330
    alarms = {
        title: [f"{f.line}: {f.message}" for f in check(code) if f.severity == "error"]
        for title, code in examples.items()
    }
    assert {k: v for k, v in alarms.items() if v} == {}


def test_no_snippet_gets_an_error():
    files = sorted((ROOT / "knowledge" / "snippets").rglob("*.py"))
    alarms = {
        f.name: [f"{x.line}: {x.message}" for x in check(f.read_text()) if x.severity == "error"]
        for f in files
    }
    assert files
    assert {k: v for k, v in alarms.items() if v} == {}


@given(st.text(alphabet="self.play()Cirle[=,:]\n xUP012'\"@*", max_size=200))
def test_no_source_makes_the_checker_fail(text: str):
    check(text)
    check(f"from manim import *\nclass A(Scene):\n    def construct(self):\n        {text}")
