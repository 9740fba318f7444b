# ruff: noqa: E501 - a table is read by its rows
"""Values of a wrong kind: flat points, strings for directions, mobjects where animations are wanted."""

from __future__ import annotations

from knowledge.hints.hint import Hint, from_rows

__all__ = ["HINTS"]

_T, _V = "TypeError", "ValueError"

_POINTS = from_rows(
    "point",
    "Everything in manim has three coordinates; in a plane the third is 0.",
    (
        (_V, r"could not broadcast input array from shape \(1,2\) into shape \(1,3\)", "A point has two coordinates.",
         "Write [x, y, 0].", "Line([0, 0], [1, 1])", "Line([0, 0, 0], [1, 1, 0])"),
        (_V, r"operands could not be broadcast together with shapes \(\d+,3\) \(2,\)", "A direction or point has two coordinates.",
         "Write [x, y, 0].", "Dot((1, 2))", "Dot((1, 2, 0))"),
        (_V, r"operands could not be broadcast together with shapes \(2,\) \(3,\)", "A point has two coordinates.",
         "Write [x, y, 0].", "Dot().move_to([1, 2])", "Dot().move_to([1, 2, 0])"),
        (_V, r"operands could not be broadcast together with shapes \(3,\) \(2,\)", "A point has two coordinates.",
         "Write [x, y, 0].", "UP + np.array([1, 2])", "UP + np.array([1, 2, 0])"),
    ),
)  # fmt: skip

_PLAYS = from_rows(
    "play",
    "play() takes animations that take time.",
    (
        (_T, r"Unexpected argument \w+ passed to Scene.play", "A mobject was played.", "Write FadeIn(m), or m.animate.shift(UP).",
         "self.play(Circle())", "self.play(FadeIn(Circle()))"),
        (_T, "Passing Mobject methods to Scene.play is no longer supported", "A method was played.",
         "Write self.play(m.animate.shift(UP)).", "self.play(Circle().shift, UP)", "self.play(Circle().animate.shift(UP))"),
        (_V, "Called Scene.play with no animations", "play() got nothing.", "Give it an animation, or use self.wait().",
         "self.play()", "self.wait()"),
        (_V, r"wait\(\) has a duration of", "A wait of no time.", "Give it a positive time.", "self.wait(0)", "self.wait(0.1)"),
        (_V, r"play\(\) has a total run_time of", "A play of no time.", "Give it a positive run_time.",
         "self.play(FadeIn(Dot()), run_time=0)", "self.play(FadeIn(Dot()), run_time=0.1)"),
        (_V, "At least one mobject must be passed", "FadeIn or FadeOut got nothing.", "Give it a mobject; check that the list isn't empty.",
         "FadeOut(*[])", "FadeOut(Dot())"),
        (_T, "cannot be converted to an animation", "None was played: a function forgot to return.", "Return the animation.",
         "AnimationGroup(None)", "AnimationGroup(FadeIn(Dot()))"),
        (_T, "Write only works for vectorized Mobjects", "Groups, pictures and the blocks of lessonkit are not drawn stroke by stroke.",
         "Write FadeIn(m); a block of lessonkit appears by self.reveal(block).",
         "Write(Group(Dot()))", "FadeIn(Group(Dot()))"),
        (_T, "Create only works for VMobjects", "Only vector mobjects are drawn stroke by stroke.", "Write FadeIn(m).",
         "Create(ImageMobject(np.zeros((2, 2, 3), dtype='uint8')))",
         "FadeIn(ImageMobject(np.zeros((2, 2, 3), dtype='uint8')))"),
        (_T, "'str' object is not callable", "A string was given where a function is wanted, e.g. rate_func.",
         "Write rate_func=smooth.", "self.play(FadeIn(Dot(), rate_func='smooth'))", "self.play(FadeIn(Dot(), rate_func=smooth))"),
        ("NotImplementedError", "Method chaining is currently not supported for overridden animations",
         "This method's animation can't be chained.", "Play the two one after another.",
         "Graph([1], []).animate.add_vertices(2).shift(UP)",
         "self.play(Graph([1], []).animate.add_vertices(2))"),
        (_V, "Animation arguments must be passed before accessing methods", "run_time came after the method.",
         "Write m.animate(run_time=2).shift(UP).", "Dot().animate.shift(UP)(run_time=2)",
         "self.play(Dot().animate(run_time=0.2).shift(UP))"),
    ),
)  # fmt: skip

_GROUPS = from_rows(
    "group",
    "A VGroup holds vector mobjects only; a Group holds any mobject.",
    (
        (_T, "Only values of type VMobject can be added as submobjects of VGroup, but the value ImageMobject",
         "An image was put into a VGroup.", "Write Group(...).",
         "VGroup(ImageMobject(np.zeros((2, 2, 3), dtype='uint8')))",
         "Group(ImageMobject(np.zeros((2, 2, 3), dtype='uint8')))"),
        (_T, "VGroup, but the value None", "None was put into a VGroup: a function forgot to return.", "Return the mobject.",
         "VGroup(None)", "VGroup(Dot())"),
        (_T, "VGroup, but the value Mobject", "A plain Mobject was put into a VGroup.", "Write Group(...).",
         "VGroup(Mobject())", "Group(Mobject())"),
        (_T, "VGroup, but the value ValueTracker", "A tracker was put into a VGroup.", "Leave it out: it draws nothing.",
         "VGroup(ValueTracker(1))", "VGroup(Dot())"),
        (_T, "VGroup, but the value Group", "A Group was put into a VGroup.", "Write Group(...) outside, or VGroup inside.",
         "VGroup(Group(Dot()))", "Group(Group(Dot()))"),
        (_T, "Only values of type VMobject can be added as submobjects of VGroup", "Something else was put into a VGroup.",
         "Give it mobjects only.", "VGroup('a')", "VGroup(Text('a'))"),
    ),
)  # fmt: skip

_VALUES = from_rows(
    "value",
    "The value is of a kind that can't be used there.",
    (
        (_V, "Color .* not found", "There is no colour of this name.", "Use a constant such as PURE_CYAN, or '#00FFFF'.",
         "Circle(color='cyan')", "Circle(color='#00FFFF')"),
        (_T, r"sequence item 0: expected str instance, int found", "A Table takes strings.", "Convert: str(x), or use IntegerTable.",
         "Table([[1, 2]])", "IntegerTable([[1, 2]])"),
        ("OSError", r"could not find .*\.svg", "The SVG file isn't there.", "Upload it as an asset, or draw it.",
         "SVGMobject('icon.svg')", "Star()"),
        ("OSError", r"could not find .*\.(png|jpg|jpeg)", "The image isn't there.", "Upload it as an asset, or draw it.",
         "ImageMobject('pic.png')", "Square()"),
        ("OSError", r"could not find .*\.(wav|mp3)", "The sound isn't there.", "Upload it as an asset, or leave it out.",
         "self.add_sound('a.wav')", "self.wait(0.1)"),
        ("FileNotFoundError", "No such file or directory", "A scene has no files but its assets.", "Write the data into the scene.",
         "open('data.csv')", "data = [1, 2]"),
        ("EOFError", "EOF when reading a line", "Nobody answers input().", "Write the value.", "input()", "name = 'Ada'"),
        ("IndexError", "list index out of range", "The list is shorter.", "Count from 0; check len().", "a = [1][1]", "a = [1][0]"),
        ("KeyError", ".", "The dictionary has no such key.", "Check the spelling, or use .get(key).",
         "{'a': 1}['b']", "{'a': 1}['a']"),
        (_T, r"can't multiply sequence by non-int of type 'float'", "A list was multiplied by a number.", "Write np.array([...]) * 0.5.",
         "[1, 2, 0] * 0.5", "np.array([1, 2, 0]) * 0.5"),
        (_T, r"can only concatenate (str|list|tuple)", "Two things of different kinds were added.", "Use an f-string, or convert one.",
         "'n = ' + 1", "f'n = {1}'"),
        (_V, "too many values to unpack", "There are more values than names.", "Write as many names as values.",
         "a, b = 1, 2, 3", "a, b, c = 1, 2, 3"),
        (_V, "not enough values to unpack", "There are fewer values than names.", "Write as many names as values.",
         "a, b, c = 1, 2", "a, b = 1, 2"),
        (_T, r"'(float|numpy\.float64)' object is not callable", "A value was called like a method.", "Remove the parentheses.",
         "Square().width()", "Square().width"),
        (_T, "'int' object is not iterable", "A number was gone through.", "Write range(n).",
         "for i in 3:\n    pass", "for i in range(3):\n    pass"),
        (_T, "object is not subscriptable", "A thing without elements was indexed.", "Index a group, list or text.",
         "x = 3\nx[0]", "x = [3]\nx[0]"),
        ("ZeroDivisionError", "division by zero", "Something was divided by zero.", "Leave the point out of the range.",
         "y = 1 / 0", "y = 1 / 1"),
        ("ModuleNotFoundError", "No module named 'manimlib'", "That is ManimGL.", "Write from manim import *.",
         "import manimlib", "import manim"),
        ("ModuleNotFoundError", "No module named 'manim_voiceover'", "The plugin isn't there.", "Narrate with lessonkit: self.say(...).",
         "import manim_voiceover", "import manim"),
        ("ModuleNotFoundError", "No module named", "The module isn't there where the scene runs.",
         "Do without it: manim, numpy and scipy are there.", "import no_such_module_anywhere", "import numpy"),
        ("ImportError", "cannot import name", "The module has no such name.", "Look the name up in the API reference.",
         "from manim import GraphScene", "from manim import Axes"),
        ("UnboundLocalError", "local variable '.*' where it is not associated with a value", "A name was used before it got a value.",
         "Give it a value before.", "def f():\n    x += 1\n    x = 0\nf()", "x = 0\nx += 1"),
        (_T, r"missing \d+ required positional argument", "An argument is missing.", "Give every argument that has no default.",
         "Text()", "Text('a')"),
        (_T, r"takes (from )?\d+ (to \d+ )?positional arguments? but \d+ (was|were) given", "Too many arguments.",
         "Give the rest by name.", "Dot().scale(1, 2, 3)", "Dot().scale(1)"),
        (_T, "unsupported operand type", "The two things can't be combined.", "Use points: m.get_center().",
         "None + 1", "1 + 1"),
        ("RecursionError", "maximum recursion depth exceeded", "A function calls itself without an end.", "Stop at a depth.",
         "def f():\n    f()\nf()", "def f(n):\n    return f(n - 1) if n else 0\nf(3)"),
    ),
)  # fmt: skip

HINTS: tuple[Hint, ...] = (*_POINTS, *_PLAYS, *_GROUPS, *_VALUES)
