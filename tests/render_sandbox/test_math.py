"""manim's math without TeX: every mobject that needs formulas, their parts, and what goes wrong."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

manim = pytest.importorskip("manim", reason="manim: uv sync --extra render")

from manim import (  # noqa: E402
    BLUE,
    DEGREES,
    RED,
    Axes,
    BraceLabel,
    BulletedList,
    DecimalNumber,
    Integer,
    IntegerMatrix,
    MathTable,
    MathTex,
    Matrix,
    NumberLine,
    SingleStringMathTex,
    Tex,
    TexTemplate,
    Title,
    TransformMatchingTex,
    Underline,
    Variable,
)

from render_sandbox.stage import math  # noqa: E402
from render_sandbox.stage.math import MathError, engine  # noqa: E402
from render_sandbox.stage.math.letters import masked  # noqa: E402

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _mathjax():
    math.install("mathjax")


def glyphs(mobject):
    return mobject.family_members_with_points()


def texts(formula):
    return [part.tex_string.strip() for part in formula]


def test_parts_are_those_of_the_arguments():
    formula = MathTex("a^2", "+", "b^2", "=", "c^2")
    assert texts(formula) == ["a^2", "+", "b^2", "=", "c^2"]
    assert [len(part) for part in formula] == [2, 1, 2, 1, 2]


def test_double_braces_make_parts():
    formula = MathTex(r"{{ a^2 }} + {{ b^2 }} = {{ c^2 }}")
    assert texts(formula) == ["a^2", "+", "b^2", "=", "c^2"]


def test_isolated_substrings_are_found_within_commands():
    formula = MathTex(r"\frac{x}{1+x^{2}} = \sqrt{x}", substrings_to_isolate=["x"])
    formula.set_color_by_tex("x", RED)
    assert sum(glyph.get_fill_color() == RED for glyph in glyphs(formula)) == 3


def test_a_colour_map_colours_what_it_names_and_nothing_else():
    formula = MathTex("x + y = z", tex_to_color_map={"x": RED, "z": BLUE})
    colours = [glyph.get_fill_color() for glyph in glyphs(formula)]
    assert (colours[0], colours[-1]) == (RED, BLUE)
    assert len(set(map(str, colours[1:-1]))) == 1


def test_a_part_can_be_picked_by_its_tex():
    formula = MathTex("a", "+", "b")
    assert len(formula.get_part_by_tex("b")) == 1
    assert formula.get_part_by_tex("b").get_x() > formula.get_part_by_tex("a").get_x()


def test_matching_parts_transform_into_each_other():
    first, second = MathTex("a", "+", "b"), MathTex("b", "+", "a")
    animation = TransformMatchingTex(first, second)
    animation.begin()
    animation.interpolate(1.0)
    assert len(animation.animations) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: Matrix([[1, 2], [3, 4]]),
        lambda: IntegerMatrix([[1, 2, 3]]),
        lambda: DecimalNumber(3.14159, num_decimal_places=3, include_sign=True, unit=r"\text{m}"),
        lambda: DecimalNumber(2 - 3j),
        lambda: Integer(-1234567),
        lambda: NumberLine(x_range=[-3, 3], include_numbers=True),
        lambda: Axes().add_coordinates(),
        lambda: Axes().get_axis_labels("x", r"\frac{y}{2}"),
        lambda: BulletedList("one", "two $x^2$"),
        lambda: Title("A title"),
        lambda: BraceLabel(Integer(1), r"\text{one}"),
        lambda: Variable(1.5, "x"),
        lambda: MathTable([["x", "y"], ["1", r"\frac{1}{2}"]]),
        lambda: SingleStringMathTex(r"\pi"),
        lambda: Underline(Tex("below")),
    ],
)
def test_every_mobject_that_sets_formulas_works(make):
    mobject = make()
    assert glyphs(mobject)
    assert mobject.width > 0
    assert mobject.height >= 0
    assert np.isfinite(mobject.get_all_points()).all()


def test_a_number_changes_its_digits_and_keeps_its_place():
    number = DecimalNumber(1.5).shift([2, 1, 0])
    left = number.get_left()
    number.set_value(27.25)
    assert len(number) == 5
    assert number.get_left() == pytest.approx(left, abs=1e-6)


@pytest.mark.parametrize(("size", "factor"), [(24, 0.5), (48, 1), (96, 2)])
def test_font_size_scales_the_formula(size, factor):
    assert MathTex("x", font_size=size).width == pytest.approx(MathTex("x").width * factor, rel=1e-6)


def test_text_and_formulas_mix():
    line = Tex(r"Let $x^2$ be \textbf{bold}")
    assert len(glyphs(line)) == len("Letxbebold") + 1


def test_text_breaks_where_the_author_says():
    one, two = Tex("one two"), Tex(r"one \\ two")
    assert len(glyphs(one)) == len(glyphs(two))
    assert two.height > 1.5 * one.height
    assert two.width < one.width


def test_long_text_is_broken_at_the_pages_width():
    line = Tex("a word " * 40)
    assert line.width < 17.5
    assert line.height > 1


def test_a_group_stays_open_over_a_line_break():
    broken = Tex(r"{\color{red} a \\ b} c")
    colours = [glyph.get_fill_color().to_hex() for glyph in glyphs(broken)]
    assert colours[0] == colours[1] != colours[2]


def test_lists_have_their_bullets_and_indents():
    items = Tex(r"\begin{itemize}\item one \item two\end{itemize}")
    assert len(glyphs(items)) == len("onetwo") + 2
    numbered = Tex(r"\begin{enumerate}\item one \item two\end{enumerate}")
    assert len(glyphs(numbered)) == len("1.one2.two")


@pytest.mark.parametrize(
    "source",
    [
        r"caf\'e na\"ive fa\c{c}ade \ss \o",
        "Größe, façade, Ελλάδα, Привет",
        r"\emph{em} \texttt{tt} \textsf{sf} \textsc{Small Caps}",
        r"\large big \tiny small",
        r"\begin{tabular}{c|c} a & b \\ \hline c & d \end{tabular}",
        r"Display $$x^2$$ and \[ y \] and \(z\)",
        r"\begin{center} in the middle \end{center}",
        r"100\% of \$5 \& \#1 \_ \{ \}",
        r"\begin{align*} a &= b \\ c &= d \end{align*}",
        r"\LaTeX{} and \TeX",
        r"``quoted'' -- dashes --- and 'single'",
        r"\underline{below} \textcolor{red}{red}",
        r"\verb|a_b|",
    ],
)
def test_what_people_write_in_tex_is_set(source):
    assert len(glyphs(Tex(source))) >= 3


def test_parts_of_text_are_parts():
    line = Tex("Hello ", "$x$", r" world \\ again")
    assert [len(part) for part in line] == [5, 1, 10]


def test_a_frame_and_a_fill_are_there():
    framed, plain = MathTex(r"\boxed{x}"), MathTex("x")
    assert len(glyphs(framed)) == len(glyphs(plain)) + 1
    assert framed.width > plain.width + 0.2
    filled = glyphs(MathTex(r"\colorbox{yellow}{x}"))
    assert filled[0].get_fill_color().to_hex() == "#FFFF00"
    assert filled[0].width > filled[1].width


def test_the_bars_of_a_fraction_belong_to_their_own_part():
    formula = MathTex(r"\frac{", "|a|", "}{", "|b|", "}")
    assert [len(part.family_members_with_points()) for part in formula] == [0, 3, 1, 3, 0]
    assert formula[1].get_y() > formula[2].get_y() > formula[3].get_y()


def test_a_preamble_defines_commands_and_names_packages():
    template = TexTemplate()
    template.add_to_preamble(
        r"\usepackage{physics}" "\n" r"\newcommand{\R}{\mathbb{R}} \DeclareMathOperator{\rk}{rk}"
    )
    formula = MathTex(r"\R \to \div \rk", tex_template=template)
    assert len(glyphs(formula)) == 6


def test_physics_does_not_change_what_other_formulas_mean():
    before = MathTex(r"12 \div 4").width
    MathTex(r"\dv{f}{x}")
    assert MathTex(r"12 \div 4 ").width == pytest.approx(before)


@pytest.mark.parametrize(
    "define", [r"\newcommand{\mine}{x}", r"\def\mine{x}", r"\let\mine=x", r"\endgroup\def\mine{x}"]
)
def test_a_definition_does_not_reach_the_next_formula(define):
    engine.texerror(define + r" \mine")
    with pytest.raises(MathError, match="mine"):
        MathTex(r"\mine + 0")


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\foo", r"Undefined control sequence \\foo"),
        (r"\frac{a}", r"Missing argument for \\frac"),
        (r"x^2^3", "[Dd]ouble exponent"),
        (r"\begin{matrix} a", "matrix"),
        (r"\color{nocolour} x", "nocolour"),
    ],
)
def test_a_formula_that_cannot_be_set_is_named_with_what_mathjax_said(tex, said):
    with pytest.raises(ValueError, match=said) as caught:
        SingleStringMathTex(tex)
    assert isinstance(caught.value, MathError)
    assert caught.value.tex
    assert "special" not in str(caught.value)


@pytest.mark.parametrize(
    ("tex", "count"),
    [
        (r"\text{速度} = 3", 4),
        (r"v_{\text{初}}", 2),
        ("速度 = 3", 4),
        (r"\text{if $x$ is 正 now}", 9),
        (r"\mathrm{日本}", 2),
        (r"\text{한국어}", 3),
    ],
)
def test_words_of_other_scripts_stand_in_formulas(tex, count):
    assert len(MathTex(tex)[0]) == count


def test_words_of_other_scripts_are_as_small_as_their_place_and_on_the_line():
    large, small = MathTex(r"\text{初}")[0], MathTex("v", r"_{\text{初}}")[1]
    assert small.height == pytest.approx(0.707 * large.height, rel=0.01)
    line = MathTex("x", r"\text{速}", "x")
    assert line[0].get_right()[0] < line[1].get_left()[0] < line[1].get_right()[0] < line[2].get_left()[0]
    assert abs(line[1].get_bottom()[1] - line[0].get_bottom()[1]) < 0.1
    coloured = MathTex("x", r"\text{速}", color=RED)
    assert all(glyph.get_fill_color() == RED for glyph in glyphs(coloured))


def test_arabic_is_joined_and_hebrew_runs_from_right_to_left():
    joined, apart = MathTex(r"\text{سلام}")[0], MathTex(r"\text{س ل ا م}")[0]
    assert joined.width < 0.9 * apart.width
    # Lamed is the highest letter of shalom, and the third from the left.
    letters = sorted(MathTex(r"\text{שלום}")[0], key=lambda glyph: glyph.get_x())
    assert max(letters, key=lambda glyph: glyph.get_top()[1]) is letters[2]


def test_a_host_judges_the_rest_of_a_formula_with_words_of_other_scripts():
    assert engine.texerror(masked(r"v_{\text{初}} = \frac{a}{b}")) is None
    assert "frac" in engine.texerror(masked(r"v_{\text{初}} = \frac{a}"))


def test_a_formula_with_such_words_that_cannot_be_set_is_named_as_it_was_written():
    with pytest.raises(
        MathError, match=r"Undefined control sequence .*foo in the formula .*速度.*"
    ) as caught:
        MathTex(r"\text{速度} = \foo")
    assert "rule" not in str(caught.value)


def test_a_host_can_ask_for_mistakes_without_drawing():
    assert engine.texerror(r"\frac{a}{b}") is None
    assert "frac" in engine.texerror(r"\frac{a}")
    assert engine.texerror("costs $x", environment="center") is not None


def test_a_host_asks_without_manim_or_numpy():
    code = (
        "import sys\n"
        "from render_sandbox.stage.math.engine import texerror\n"
        "print(texerror('x'), texerror(r'\\foo'), 'manim' in sys.modules, 'numpy' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert said.split("\n")[0] == "None Undefined control sequence \\foo False False"


def test_each_thread_has_an_engine_of_its_own():
    found = []
    thread = threading.Thread(target=lambda: found.append(engine.texerror(r"\frac{1}{2}")))
    thread.start()
    thread.join()
    assert found == [None]


def test_nothing_is_written_and_nothing_asked_of_the_network(tmp_path, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was asked"))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a program was called"))
    with manim.tempconfig({"media_dir": str(tmp_path / "media")}):
        MathTex(r"\int_0^1 \sqrt{x} \, dx", "= never", "seen")
    assert list(tmp_path.iterdir()) == []


def test_the_same_formula_twice_is_two_mobjects():
    first, second = MathTex("x+1"), MathTex("x+1")
    first.set_color(RED).shift([1, 0, 0])
    assert second.get_center() == pytest.approx([0, 0, 0])
    assert second[0][0].get_fill_color() != RED


def test_copies_and_rotations_keep_the_parts():
    formula = MathTex("a", "=", "b").copy().rotate(30 * DEGREES).scale(2)
    assert [len(part) for part in formula] == [1, 1, 1]


def test_an_unknown_engine_is_refused():
    with pytest.raises(MathError, match="'mathjax' or 'latex'"):
        math.install("word")


def test_latex_is_refused_where_it_is_not_installed(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MathError, match="latex and dvisvgm"):
        math.install("latex")


def test_latex_works_again_where_it_is_installed(tmp_path):
    if shutil.which("latex") is None or shutil.which("dvisvgm") is None:
        pytest.skip("TeX is missing: apt install texlive-latex-extra dvisvgm")
    math.install("latex")
    with manim.tempconfig({"media_dir": str(tmp_path)}):
        assert len(MathTex("a", "+", "b")) == 3
    assert list(tmp_path.rglob("*.svg"))


atoms = st.sampled_from(
    ["x", "y_1", r"\alpha", "2", r"\sum_{i}^{n} i", r"\int x", "(a)", r"\vec{v}", r"\text{if}"]
)


def nested(inner):
    return st.one_of(
        st.tuples(inner, inner).map(lambda pair: rf"\frac{{{pair[0]}}}{{{pair[1]}}}"),
        inner.map(lambda one: rf"\sqrt{{{one}}}"),
        st.tuples(inner, inner).map(lambda pair: rf"{{ {pair[0]} }}^{{{pair[1]}}}"),
        inner.map(lambda one: rf"\left({one}\right)"),
        st.tuples(inner, inner).map(lambda pair: rf"\begin{{matrix}}{pair[0]} & {pair[1]}\end{{matrix}}"),
    )


formulas = st.recursive(atoms, nested, max_leaves=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(formulas, min_size=1, max_size=4))
def test_parts_hold_all_glyphs_once_and_in_order(parts):
    apart, whole = MathTex(*parts), MathTex(" ".join(parts))
    assert len(apart) == len(parts)
    assert all(glyphs(part) for part in apart)
    assert len(glyphs(apart)) == len(glyphs(whole))
    assert apart.width == pytest.approx(whole.width, rel=1e-3)
    assert apart.height == pytest.approx(whole.height, rel=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab{}\\^_&$% 12", max_size=30))
def test_any_string_is_set_or_refused_with_a_math_error(source):
    for environment in ("align*", "center"):
        said = engine.texerror(source, environment=environment)
        if said is None:
            engine.typeset(source, environment=environment)
        else:
            with pytest.raises(MathError, match=re.escape(said)):
                engine.typeset(source, environment=environment)


@pytest.mark.parametrize(
    "bomb",
    [
        r"\def\a{\a\a}\a",
        r"\def\a{x\b}\def\b{y\a}\a",
        "{" * 3000 + "}" * 3000,
        r"\frac{1}{" * 400 + "x" + "}" * 400,
        "x" * 70_000,
    ],
    ids=["doubling", "circle", "braces", "fractions", "long"],
)
def test_a_formula_that_never_ends_is_refused_and_the_engine_goes_on(bomb):
    with contextlib.suppress(MathError):
        engine.typeset(bomb)
    assert len(engine.typeset("x")) == 1
