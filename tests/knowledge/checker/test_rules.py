import ast

import pytest

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


def test_assets_that_are_there_may_be_used():
    source = scene("ImageMobject('cat.png')")
    assert check(source, assets=["assets/cat.png"]) == []
    assert [f.rule for f in check(source)] == ["missing-file"]
