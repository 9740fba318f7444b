import ast

import pytest

from knowledge.api.store import ReferenceMissing
from knowledge.checker import RULES, Rule, check


def scene(code: str, base: str = "Scene") -> str:
    if code.startswith("from manim import *"):
        return code
    body = "\n".join(f"        {line}" for line in code.splitlines())
    return f"from manim import *\nclass Demo({base}):\n    def construct(self):\n{body}\n"


def rules(code: str, base: str = "Scene") -> list[str]:
    return [f.rule for f in check(scene(code, base))]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.id)
def test_each_rule_catches_its_bad_example_and_leaves_its_good_one(rule: Rule):
    assert rule.id in rules(rule.bad)
    assert rules(rule.good) == []


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("for m in [Circle(), Square()]:\n    m.no_such_thing()", "unknown-method"),
        ("self.a = Axes()\nself.a.add_coordinate_labels()", "unknown-method"),
        ("a, b = Circle(), Axes()\nb.point_at_angle(a)", "unknown-method"),
        ("g = VGroup(Circle(), Square())\ng[0].point_at_angle(1)\ng[1].point_at_angle(1)", "unknown-method"),
        ("x = [Axes() for _ in range(3)]\nx[1].get_grph(1)", "unknown-method"),
        ("c = Circle().shift(UP).scale(2)\nc.colour", "unknown-attribute"),
        ("def make():\n    return Circle()\nmake().no_such_thing()", "unknown-method"),
        ("def make():\n    Circle()\nself.play(FadeIn(make()))", "wrong-kind"),
        ("self.play(Circle().animate.no_such_thing(2))", "unknown-method"),
        ("d = {'a': Axes()}\nfor k, v in d.items():\n    v.get_grph(1)", "unknown-method"),
        ("for i, (a, b) in enumerate([(Axes(), 1)]):\n    a.get_grph(1)", "unknown-method"),
        ("p = Axes().plot(lambda x: x, colour=RED)", "unknown-keyword"),
        ("always_redraw(lambda: Circle(opacity=1))", "unknown-keyword"),
        ("Dot().add_updater(lambda m: m.no_such_thing())", "unknown-method"),
        ("self.set_camera_orientation(phi=1)", "unknown-method"),
        ("Polygon([0, 0], [1, 1], [2, 0])", "flat-point"),
        ("Dot().shift((1, 2))", "flat-point"),
        ("Dot().move_to(np.array([1, 2]))", "flat-point"),
        ("Circle(color='lightish')", "unknown-color"),
        ("self.play(Circle().shift, UP)", "not-an-animation"),
        ("self.play(self.wait(1))", "not-an-animation"),
        ("VGroup(ImageMobject([[0]]))", "not-a-vmobject"),
        ("VGroup(*[ValueTracker(1)])", "not-a-vmobject"),
        ("from manim import GraphScene", "unknown-import"),
        ("np.math.sqrt(2)", "unknown-name"),
        ("Dot().shift('UP')", "wrong-kind"),
    ],
)
def test_types_are_followed_to_the_mistake(code: str, rule: str):
    assert rule in rules(code)


@pytest.mark.parametrize(
    "code",
    [
        "m = Circle()\nm.mine = 3\nprint(m.mine)",
        "x = None\nif x is not None:\n    x.anything()",
        "try:\n    self.camera.frame.scale(2)\nexcept AttributeError:\n    pass",
        "m = Text('a')\nif hasattr(m, 'odd'):\n    m.odd()",
        "def f(m):\n    if isinstance(m, Text):\n        return m.text\n    return m\nf(Circle())",
        "for i in range(3):\n    if i == 0:\n        prev = Dot()\n    else:\n        prev = prev.copy()\n",
        "g = VGroup()\nfor i in range(3):\n    g.add(Dot())\nself.play(g[2].animate.shift(UP))",
        "t = ValueTracker(0)\nd = always_redraw(lambda: Dot().shift(t.get_value() * UP))\nself.add(d)",
        "self.play(*[FadeIn(m) for m in self.mobjects])",
        "graph = Axes().plot(lambda x: x)\ngraph.underlying_function(1)",
        "c = Circle()\nc.generate_target()\nc.target.shift(UP)\nself.play(MoveToTarget(c))",
        "from lessonkit import *\nself.say('Hello')",
    ],
)
def test_code_that_runs_is_left_in_peace(code: str):
    assert [f for f in check(scene(code)) if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("self.play(ShowCreation(Circle()))", "self.play(Create(Circle()))"),
        ("c = Circle()\nself.play(c.shift(UP))", "c = Circle()\nself.play(c.animate.shift(UP))"),
        ("Line([0, 0], [1, 1, 0])", "Line([0, 0, 0], [1, 1, 0])"),
        ("Circle(opacity=0.5)", "Circle(fill_opacity=0.5)"),
        ("Dot().shift('up')", "Dot().shift(UP)"),
        ("self.add('a')", "self.add(Text('a'))"),
        ("self.play(Create(Circle(), run_time='2'))", "self.play(Create(Circle(), run_time=2))"),
        ("NumberLine(include_numbers='False')", "NumberLine(include_numbers=False)"),
        ("always_redraw(Dot(UP))", "always_redraw(lambda: Dot(UP))"),
        ("m = [Dot()]\nm.arrange(UP)", "m = [Dot()]\nVGroup(*m).arrange(UP)"),
        ("VGroup(Group())", "Group(Group())"),
        ("m = [Dot()]\nself.add(m)", "m = [Dot()]\nself.add(*m)"),
        ("t = ValueTracker(1)\nDot(t * UP)", "t = ValueTracker(1)\nDot(t.get_value() * UP)"),
        ("a = MathTex('\\\\frac{1}{2}')".replace("\\\\", "\\"), r"a = MathTex(r'\frac{1}{2}')"),
    ],
)
def test_a_replacement_is_exact_and_mends_the_scene(code: str, good: str):
    source = scene(code)
    finding = next(f for f in check(source) if f.replacement)
    assert finding.replacement
    assert source.count(finding.replacement.old) == 1
    mended = source.replace(finding.replacement.old, finding.replacement.new)
    assert mended == scene(good)
    assert ast.parse(mended)


def test_what_no_scene_calls_gives_warnings_only():
    source = scene("self.wait()") + "    def unused(self):\n        Circle().no_such_thing()\n"
    assert [(f.rule, f.severity) for f in check(source)] == [("unknown-method", "warning")]


def test_a_formula_check_has_the_last_word():
    source = scene(r"MathTex(r'\foo')")
    found = check(source, formula_check=lambda tex: "Undefined control sequence" if "foo" in tex else None)
    assert [f.rule for f in found] == ["latex"]


FORMULAS = {
    r"MathTex(r'\foo')": r"\foo",
    r"MathTex(r'\foo', r'\bar')": r"\foo \bar",
    r"SingleStringMathTex(r'\foo')": r"\foo",
    r"Tex(r'some \foo')": r"\text{some \foo}",
    r"MathTex(r'\left( x')": r"\big( x",
    r"MathTex(r'\left( x \right) \right]')": r"\big( x \big) \big]",
    r"MathTex(r'\left( x \right)')": r"\left( x \right)",
    r"MathTex(r'\leftarrow x')": r"\leftarrow x",
    "MathTex('{x')": "{x}",
    "MathTex('{{x')": "{{x}}",
    "MathTex('x}}')": "{{x}}",
    r"MathTex(r'\{ x')": r"\{ x",
    r"MathTex(r'x \}')": r"x \}",
}
"""What is written, and what of it the engine is asked to set: odd things are mended as manim mends them."""


@pytest.mark.parametrize("code", FORMULAS)
def test_the_engine_sees_a_formula_as_manim_would_set_it(code: str):
    asked: list[str] = []
    assert check(scene(code), formula_check=lambda tex: asked.append(tex)) == []
    assert asked == [FORMULAS[code]]


@pytest.mark.parametrize(
    "code",
    [r"Tex(r'a \\\\ b')", r"Tex(r'\begin{center} a')", "Tex('50%')", "Tex('#1')", "Tex('a & b')", "Text('x')",
     "MathTex(x)", "MathTex('a', x)", "Title('x')", "BulletedList('x')", "MathTable([['x']])", "MathTex(*x)",
     "BraceLabel(Circle(), 'x')", "MathTex()"],
)  # fmt: skip
def test_what_is_no_plain_formula_is_not_asked_for(code: str):
    asked: list[str] = []
    check(scene(f"x = unknown\nunknown = 1\n{code}"), formula_check=lambda tex: asked.append(tex))
    assert asked == []


def test_what_the_engine_says_stands_at_the_formula():
    (found,) = check(scene(r"MathTex(r'\foo', 'x')"), formula_check=lambda tex: f"no {tex}!")
    assert (found.message, found.fix) == (r"This formula can't be set: no \foo x!", "Correct the LaTeX.")
    assert (found.line, found.column, found.end_column) == (4, 17, 24)


def test_formulas_of_a_lesson_are_asked_for_one_by_one():
    head = "from manim import *\nfrom lessonkit import *\n"
    body = "class A(LessonScene):\n    def construct(self):\n"
    source = head + body + "        Formula('a', b, 'c', 5)\n        kit.Formula('d')\n        Other('e')\n"

    found = check(source, formula_check=lambda tex: "wrong" if tex == "c" else None)
    assert [(f.rule, f.line, f.column, f.message) for f in found if f.rule == "latex"] == [
        ("latex", 5, 25, "This formula can't be set: wrong")
    ]

    asked: list[str] = []
    check(source, formula_check=lambda tex: asked.append(tex))
    check(source.replace("from lessonkit import *\n", ""), formula_check=lambda tex: asked.append(tex))
    assert asked == ["a", "c"]


@pytest.mark.parametrize("asset", ["assets/cat.png", "cat.png"])
def test_assets_that_are_there_may_be_used(asset: str):
    for path in ("cat.png", "./cat.png", "assets/cat.png"):
        source = scene(f"ImageMobject('{path}')")
        assert check(source, assets=[asset]) == []
        assert [f.rule for f in check(source)] == ["missing-file"]
        assert [f.rule for f in check(source, assets=["dog.png"])] == ["missing-file"]


def test_an_asset_may_be_named_without_its_ending_and_read_as_text():
    assert check(scene("SVGMobject('cat')"), assets=["assets/cat.svg"]) == []
    assert [f.rule for f in check(scene("SVGMobject('ca')"), assets=["assets/cat.svg"])] == ["missing-file"]
    read = "open('data.csv')\nopen('./data.csv', 'r')\nopen(mode='rb', file='data.csv')"
    assert {f.rule for f in check(scene(read), assets=["assets/data.csv"])} == {"file-access"}
    assert {f.rule for f in check(scene(read), assets=["data.csv"])} == {"file-access"}
    assert {f.rule for f in check(scene(read), assets=["cat.csv"])} == {"missing-file"}


def test_an_unknown_version_of_manim_is_refused():
    with pytest.raises(ReferenceMissing):
        check(scene("self.wait()"), version="0.0.1")


@pytest.mark.parametrize("source", ["x = '\0'", "x = '\udc00'"])
def test_a_source_that_is_no_text_for_python_is_a_finding(source: str):
    (found,) = check(source)
    assert (found.line, found.column) == (1, 1)
    assert (found.rule, found.severity, found.fix) == ("syntax", "error", "Correct the syntax.")
    assert found.message.startswith("Syntax error: ")
