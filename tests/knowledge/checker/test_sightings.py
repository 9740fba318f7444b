"""Files as models write them: those that fail, by what is said, and tricky ones that run."""

import textwrap

import pytest

from knowledge.checker import check

FAIL = {
    "a, b, c = VGroup(Square(), Circle())": "wrong-unpacking",
    "t = Table([[1, 2], [3, 4]])": "wrong-kind",
    "t = Text(5)": "wrong-kind",
    "t = ValueTracker(0)\nd = Dot().move_to(t * RIGHT)": "wrong-operands",
    "pts = [[0, 0], [1, 2], [3, 1]]\nt = Polygon(*pts)": "flat-point",
    "def polar(r, t):\n    return np.array([r * np.cos(t), r * np.sin(t)])\nd = Dot(polar(2, 1))": "flat-point",
    "style = dict(stroke_width=2, opacity=0.5)\nr = Rectangle(**style)": "unknown-keyword",
    "g = Graph([1, 2], [(1, 2)])\nself.play(g.nodes[1].animate.set_color(RED))": "unknown-attribute",
}

RUN = (
    "def build():\n    VGroup(Square())\nself.play(FadeIn(build()))",
    "g = VGroup(Square(), Circle())\ng.add(Dot())\na, b, c = g",
    "t = ValueTracker(1) * 2",
    "t = DecimalTable([[1, 2]])\nu = MathTable([[1, 2]])",
    "t = Table([[1, 2]], element_to_mobject=lambda n: Text(str(n)))",
    "t = Text('x').to_edge(UP, LEFT)",
    "m = MathTex(5)",
    "anims = []\nfor k in range(2):\n    anims.append(Square().animate.shift(RIGHT * k))\nself.play(anims[-1])",
    "l = [ValueTracker(k) for k in range(2)]\nfor v in l:\n    v += 1",
)


def errors(body: str) -> list[str]:
    code = "from manim import *\n\n\nclass Demo(Scene):\n    def construct(self):\n" + textwrap.indent(
        body, " " * 8
    )
    return [finding.rule for finding in check(code) if finding.severity == "error"]


@pytest.mark.parametrize(("body", "rule"), FAIL.items())
def test_what_fails_is_said(body: str, rule: str) -> None:
    assert rule in errors(body)


@pytest.mark.parametrize("body", RUN)
def test_what_runs_gets_no_error(body: str) -> None:
    assert errors(body) == []
