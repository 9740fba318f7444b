"""Formulas by MathJax beside LaTeX's, part by part (math/latex_facts.json holds what LaTeX made)."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

manim = pytest.importorskip("manim", reason="manim: uv sync --extra render")

HERE = Path(__file__).parent / "math"
_spec = importlib.util.spec_from_file_location("latex_facts", HERE / "latex_facts.py")
latex_facts = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(latex_facts)

FACTS = json.loads((HERE / "latex_facts.json").read_text(encoding="utf-8"))
FORMULAS = list(latex_facts.formulas())

# One glyph here, several in TeX: arrows and braces put together from pieces, frames of four rules,
# strokes laid over a sign, integrals in a row, fi and ff drawn as one.
COMPOSED = (
    "\\left. ",
    "vmatrix",
    "brace{",
    "rightarrow{",
    "leftarrow{",
    "overrightarrow",
    "\\notin",
    "\\neq",
    "\\cong",
    "\\mapsto",
    "\\mathit{diff}",
    "{c|c}",
    "\\boxed",
    "\\iint",
    "cancel{",
    "->",
    "<=>",
    "\\braket",
)
# Scene units: a formula is shown at 0.2 of them an x-height. The widest differences are TeX's
# assembled braces, and the room that MathJax leaves at fraction bars.
TOLERANCE = 0.25
WIDE = ("\\underbrace{x}",)


@pytest.fixture(autouse=True)
def _mathjax():
    from render_sandbox.stage import math

    math.install("mathjax")


def test_there_are_enough_formulas_and_each_has_its_facts():
    assert len(FORMULAS) >= 150
    assert {line for line, _, _ in FORMULAS} == set(FACTS)


@pytest.mark.parametrize(("line", "parts", "packages"), FORMULAS, ids=[line for line, _, _ in FORMULAS])
def test_a_formula_has_the_parts_that_latex_gives_it(line, parts, packages):
    expected = FACTS[line]
    found = latex_facts.measure(parts, packages)
    assert [part[0] > 0 for part in found] == [part[0] > 0 for part in expected]
    if not any(sign in line for sign in COMPOSED):
        assert [part[0] for part in found] == [part[0] for part in expected]
    if not line.startswith(WIDE):
        for ours, theirs in zip(found, expected, strict=True):
            assert ours[1:] == pytest.approx(theirs[1:], abs=TOLERANCE)


@pytest.mark.parametrize("line", ["a^2 ¦ + ¦ b^2 ¦ = ¦ c^2", r"\frac{|a|}{|b|}", r"\sqrt[3]{x+y} ¦ = ¦ z"])
def test_the_recorded_facts_are_what_latex_says_today(line, tmp_path):
    if shutil.which("latex") is None or shutil.which("dvisvgm") is None:
        pytest.skip("TeX is missing: apt install texlive-latex-extra dvisvgm")
    from render_sandbox.stage import math

    math.install("latex")
    parts = [part.strip() for part in line.split("¦")]
    with manim.tempconfig({"media_dir": str(tmp_path)}):
        for ours, recorded in zip(latex_facts.measure(parts, []), FACTS[line], strict=True):
            assert ours == pytest.approx(recorded, abs=0.02)
