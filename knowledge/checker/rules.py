# ruff: noqa: ISC004 - examples of several lines
"""The rules of the checker: what each one is about, with a bad and a good example."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.checker.finding import Severity

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of mistake. ``bad`` and ``good`` are lines of ``construct``, or whole sources."""

    id: str
    severity: Severity
    title: str
    bad: str
    good: str


_ROWS: tuple[tuple[str, Severity, str, str, str], ...] = (
    ("syntax", "error", "The source can't be parsed.",
     "self.play(Create(Circle())", "self.play(Create(Circle()))"),
    ("no-scene", "error", "There is no Scene class to render.",
     "from manim import *\nc = Circle()",
     "from manim import *\nclass Demo(Scene):\n    def construct(self):\n        self.add(Circle())"),
    ("several-scenes", "warning", "There are several Scene classes: one has to be chosen.",
     "from manim import *\nclass A(Scene):\n    def construct(self):\n        self.wait()\n"
     "class B(Scene):\n    def construct(self):\n        self.wait()",
     "from manim import *\nclass A(Scene):\n    def construct(self):\n        self.wait()"),
    ("no-construct", "warning", "A Scene without construct shows nothing.",
     "from manim import *\nclass Demo(Scene):\n    def build(self):\n        self.add(Circle())",
     "from manim import *\nclass Demo(Scene):\n    def construct(self):\n        self.add(Circle())"),
    ("unknown-name", "error", "Nothing defines the name.",
     "self.play(ShowCreation(Circle()))", "self.play(Create(Circle()))"),
    ("unknown-import", "error", "The module has no such name.",
     "from manim import GraphScene", "from manim import Axes"),
    ("missing-module", "error", "The module isn't there where the scene runs.",
     "import pandas", "import numpy"),
    ("unknown-attribute", "error", "The thing has no such attribute.",
     "f = self.camera.frame", "f = self.camera.background_color"),
    ("unknown-method", "error", "The thing has no such method.",
     "Axes().add_coordinate_labels()", "Axes().add_coordinates()"),
    ("none-attribute", "error", "Something is None and asked for an attribute.",
     "items = []\nitems.append(1).sort()", "items = []\nitems.append(1)\nitems.sort()"),
    ("silent-setter", "warning", "manim accepts any set_x and does nothing with it.",
     "Circle().set_colour(RED)", "Circle().set_color(RED)"),
    ("unknown-keyword", "error", "The callable has no such keyword.",
     "Circle(opacity=0.5)", "Circle(fill_opacity=0.5)"),
    ("repeated-keyword", "error", "The callable sets this keyword itself.",
     "Sector(outer_radius=2)", "Sector(radius=2)"),
    ("wrong-arguments", "error", "Too many, too few, or the same argument twice.",
     "Text()", "Text('a')"),
    ("wrong-kind", "error", "The argument is of a kind that manim can't use.",
     "Circle().next_to(Square(), 'up')", "Circle().next_to(Square(), UP)"),
    ("flat-point", "error", "Points and directions have three coordinates.",
     "Line([0, 0], [1, 1])", "Line([0, 0, 0], [1, 1, 0])"),
    ("unknown-color", "error", "There is no colour of this name.",
     "Circle(color='cyanish')", "Circle(color='blue')"),
    ("not-an-animation", "error", "play() takes animations.",
     "self.play(Circle().shift(UP))", "self.play(Circle().animate.shift(UP))"),
    ("no-animation", "error", "play() needs an animation.", "self.play()", "self.play(Wait())"),
    ("not-a-mobject", "error", "Only mobjects can be added.",
     "self.add('title')", "self.add(Text('title'))"),
    ("not-a-vmobject", "error", "Only vector mobjects work here.",
     "VGroup(Group())", "Group(Group())"),
    ("no-duration", "error", "A play or wait must take time.", "self.wait(0)", "self.wait(0.5)"),
    ("long-wait", "warning", "A wait of many minutes is a mistake in the unit.",
     "self.wait(1000)", "self.wait(1)"),
    ("many-plays", "warning", "Hundreds of plays take too long to render.",
     "for i in range(2000):\n    self.play(FadeIn(Dot()))",
     "self.play(LaggedStart(*[FadeIn(Dot()) for i in range(20)]))"),
    ("not-callable", "error", "A value is called as if it were a function.",
     "w = Square().width()", "w = Square().width"),
    ("wrong-operands", "error", "The two values can't be combined.",
     "p = [1, 2, 0] * 0.5", "p = np.array([1, 2, 0]) * 0.5"),
    ("wrong-unpacking", "error", "The numbers of names and values differ.",
     "a, b = (1, 2, 3)", "a, b, c = (1, 2, 3)"),
    ("index-out-of-range", "error", "There is no such element.",
     "a = [1, 2][2]", "a = [1, 2][1]"),
    ("missing-file", "error", "The file isn't there where the scene runs.",
     "ImageMobject('cat.png')", "Circle()"),
    ("file-access", "warning", "A scene has no files but its assets.",
     "import os", "import math"),
    ("forbidden-use", "error", "A scene has no keyboard, network or processes.",
     "name = input()", "name = 'Ada'"),
    ("latex", "error", "The formula can't be set.",
     r"MathTex(r'\begin{cases} x')", r"MathTex(r'\begin{cases} x \end{cases}')"),
    ("not-raw", "warning", "A backslash in a plain string was read as an escape.",
     "MathTex('\\frac{1}{2}')", "MathTex(r'\\frac{1}{2}')"),
)  # fmt: skip

RULES = {row[0]: Rule(*row) for row in _ROWS}
"""Rule id to rule."""
