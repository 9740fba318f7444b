"""Outlines from SVG, and what a LaTeX preamble defines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("manim", reason="manim: uv sync --extra render")

from render_sandbox.stage.math.engine import Part, Shape
from render_sandbox.stage.math.shapes import outline
from render_sandbox.stage.math.template import definitions, packages

IDENTITY = (1, 0, 0, 1, 0, 0)


def shape(tag, matrix=IDENTITY, **more):
    return Shape((Part(tag, matrix, **more),))


def path(d):
    return outline(shape("path", d=d))


def corners(points):
    return [tuple(point) for point in points[::4]]


def area(points):
    """Of the polygon through the curves' ends; holes count against it."""
    total = 0.0
    for curve in points.reshape(-1, 4, 2):
        (x0, y0), (x1, y1) = curve[0], curve[3]
        total += (x0 * y1 - x1 * y0) / 2
    return abs(total)


@pytest.mark.parametrize(
    "d",
    [
        "M0 0L4 0L4 3L0 3Z",
        "M0 0H4V3H0Z",
        "m0 0l4 0l0 3l-4 0z",
        "m0 0h4v3h-4z",
        "M0,0 4,0 4,3 0,3Z",
        "M0 0L4 0L4 3L0 3L0 0Z",
    ],
)
def test_all_ways_to_write_a_rectangle_are_one(d):
    assert corners(path(d)) == [(0, 0), (4, 0), (4, 3), (0, 3)]


def test_numbers_may_stand_without_spaces():
    assert corners(path("M1-2L.5.25-3 1e1Z")) == [(1, -2), (0.5, 0.25), (-3, 10)]


def test_a_quadratic_curve_keeps_its_middle():
    curve = path("M0 0Q2 4 4 0")
    middle = curve.T @ np.array([1, 3, 3, 1]) / 8
    assert middle == pytest.approx([2, 2])


def test_smooth_curves_mirror_the_control_before():
    assert path("M0 0Q1 1 2 0T4 0")[5] == pytest.approx((2 + 2 / 3, -2 / 3))
    assert path("M0 0C0 1 1 1 1 0S2 -1 2 0")[5] == pytest.approx((1, -1))


def test_a_rule_is_where_its_matrix_puts_it():
    assert corners(outline(shape("rect", (2, 0, 0, 2, 10, 20), box=(0, 0, 3, 1, 0)))) == [
        (10, 20),
        (16, 20),
        (16, 22),
        (10, 22),
    ]


@pytest.mark.parametrize(
    ("tag", "box", "expected"),
    [
        ("rect", (0, 0, 100, 50, 0), 2 * (100 + 50) * 4),
        ("line", (0, 0, 100, 0), 100 * 4),
        ("ellipse", (0, 0, 50, 50), 2 * np.pi * 50 * 4 * 2 / np.pi),
    ],
)
def test_a_pen_leaves_as_much_as_its_width_times_its_way(tag, box, expected):
    assert area(outline(shape(tag, box=box, width=4))) == pytest.approx(expected, rel=0.02)


def test_a_frame_has_a_hole_whatever_its_corners():
    for radius in (0, 10):
        inside = outline(shape("rect", box=(0, 0, 100, 50, radius), width=4))
        assert area(inside) < 2000


def test_a_clipped_shape_stays_in_its_clip():
    bar = Shape((Part("rect", IDENTITY, box=(0, -100, 10, 200, 0), clip=(0, 0, 10, 50)),))
    points = outline(bar)
    assert (points.min(axis=0), points.max(axis=0)) == (pytest.approx([0, 0]), pytest.approx([10, 50]))


def test_nothing_drawn_is_an_empty_outline():
    assert outline(shape("path", d="M1 1")).shape == (0, 2)
    assert outline(Shape(())).shape == (0, 2)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=8, unique=True))
def test_a_closed_polygon_ends_where_it_began_and_has_no_gaps(points):
    d = "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
    curves = path(d).reshape(-1, 4, 2)
    assert curves[1:, 0] == pytest.approx(curves[:-1, 3])
    assert curves[-1, 3] == pytest.approx(curves[0, 0])


PREAMBLE = r"""
\usepackage[english]{babel}
\usepackage{amsmath, physics}  % \usepackage{commented}
\newcommand{\R}{\mathbb{R}}
\newcommand*{\norm}[1]{\lVert #1 \rVert}
\newcommand{\opt}[2][x]{#1 + #2}
\def\half{\frac{1}{2}} \DeclareMathOperator{\rank}{rank}
\let\oldphi\phi
\providecommand{\N}{\mathbb{N}}
\definecolor{mine}{RGB}{1,2,3}
% \newcommand{\no}{n}
\setlength{\parindent}{0pt}
"""


def test_a_preambles_packages_are_named_in_order():
    assert packages(PREAMBLE) == ["babel", "amsmath", "physics"]


def test_a_preambles_definitions_are_taken_whole():
    assert definitions(PREAMBLE) == [
        r"\newcommand{\R}{\mathbb{R}}",
        r"\newcommand*{\norm}[1]{\lVert #1 \rVert}",
        r"\newcommand{\opt}[2][x]{#1 + #2}",
        r"\def\half{\frac{1}{2}}",
        r"\DeclareMathOperator{\rank}{rank}",
        r"\let\oldphi\phi",
        r"\newcommand{\N}{\mathbb{N}}",
        r"\definecolor{mine}{RGB}{1,2,3}",
    ]
