"""The lesson kit's parts: themes, text by measured size, formulas in rows, timing."""

from __future__ import annotations

import inspect
import itertools
import re
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("manim", reason="needs manim: install the render extra")

from manim import Line, RoundedRectangle, config

from render_sandbox.stage import lessonkit, math, scene_source
from render_sandbox.stage.lessonkit import formulas, scale
from render_sandbox.stage.lessonkit.arranging import plan
from render_sandbox.stage.lessonkit.markup import is_right_to_left, plain_text, runs_of
from render_sandbox.stage.lessonkit.theme import THEMES, theme_named, use_theme
from tests.render_sandbox.lesson_scenes import undrawn


@pytest.fixture(autouse=True)
def quiet_manim(tmp_path):
    if not (Path(math.__file__).parent / "mathjax.js").is_file():
        pytest.skip("mathjax.js is missing: run make setup")
    math.install("mathjax")
    with undrawn(tmp_path, (1920, 1080)):
        yield
    use_theme("midnight")


def luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", sorted(THEMES))
def test_text_of_a_theme_can_be_read(name):
    theme = THEMES[name]
    assert contrast(theme.ink, theme.background) >= 7
    for color in (theme.muted, *theme.accents[:5], *theme.code.values()):
        assert contrast(color, theme.background) >= 4.4, color
    assert min(contrast(color, theme.surface) for color in theme.code.values()) >= 3.9


# Machado, Oliveira and Fernandes 2009: what is left of linear RGB for an eye that lacks a kind of cone altogether.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(color: str, eye: str) -> np.ndarray:
    """CIE L*a*b* of a colour as an eye sees it."""
    channels = np.array([int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(BLIND.get(eye, np.eye(3))) @ linear, 0, 1)
    to_xyz = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))
    x, y, z = np.cbrt(to_xyz @ seen / (0.9505, 1.0, 1.089))
    return np.array((116 * y - 16, 500 * (x - y), 200 * (y - z)))


@pytest.mark.parametrize("eye", ["any", *BLIND])
@pytest.mark.parametrize("name", sorted(THEMES))
def test_the_accents_differ_for_every_eye(name, eye):
    seen = [lab(color, eye) for color in THEMES[name].accents[:5]]
    apart = {
        (one, other): float(np.linalg.norm(seen[one] - seen[other]))
        for one, other in itertools.combinations(range(5), 2)
    }
    assert min(apart.values()) > 10, apart
    assert min(far for pair, far in apart.items() if 4 not in pair) > 15, apart


def test_what_can_not_be_read_is_refused_with_what_to_cut():
    long = "The quick brown fox jumps over the lazy dog and runs away. " * 9
    options = [f"{long}{number}" for number in range(6)]
    here = inspect.currentframe().f_lineno + 1
    quiz = lessonkit.Quiz(long, answer=options[0], options=options)
    with pytest.raises(
        ValueError, match=r"in this quiz .* Cut about [5-9]0 % of it.*“The quick brown"
    ) as raised:
        plan([quiz], lessonkit.safe_area())
    assert raised.value.scene_line == quiz.made_on == here
    plan([lessonkit.Quiz("Two and two?", answer="4", options=["3", "4"])], lessonkit.safe_area())


def test_an_error_of_the_kit_is_shown_where_the_block_was_made(tmp_path):
    path = tmp_path / "scene.py"
    error = ValueError("too much")
    error.scene_line = 7
    path.write_text("\n" * 9)
    assert scene_source.describe_error(error, path)["line"] == 7


def test_type_grows_where_there_is_room_and_rows_move_apart():
    area = lessonkit.safe_area()
    few, many = lessonkit.Bullets("one", "two"), lessonkit.Bullets(*["some more words"] * 7)
    plan([few], area)
    plan([many], area)
    em = [block.pages[0].rows[0].submobjects[1].em for block in (few, many)]
    assert em[0] == pytest.approx(1.4 * lessonkit.body_size())
    assert em[0] > em[1] >= lessonkit.body_size()
    assert few.pages[0].height > 2.4 * few.pages[0].rows[0].height


def test_an_unknown_theme_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="midnight, daylight, chalkboard, paper"):
        theme_named("pink")


def test_inline_markup_becomes_runs():
    runs = runs_of(r"a **b *c*** `d` $e^2$ \* f")
    assert [(run.text, run.bold, run.italic, run.code, run.math) for run in runs if run.text.strip()][:5] == [
        ("a ", False, False, False, False),
        ("b ", True, False, False, False),
        ("c", True, True, False, False),
        ("d", False, False, True, False),
        ("e^2", False, False, False, True),
    ]
    assert plain_text(r"**a** \* `b`") == "a * b"


def test_direction_is_that_of_the_first_letter():
    assert is_right_to_left("123 שלום")
    assert not is_right_to_left("abc שלום")


@pytest.mark.parametrize(
    "text",
    [
        "Words of a sentence that is too long for one line of this width",
        "日本語の文章はここで折り返されるはずですからとても長い文章にします",
        "المثلث القائم الزاوية له ضلعان قائمان ووتر يقابل الزاوية القائمة",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
        r"A formula $\sum_{i=1}^{n} i = \frac{n(n+1)}{2}$ in the middle of $x$ lines $y$",
    ],
)
def test_text_is_wrapped_within_its_width(text):
    prose = lessonkit.Prose(text, size=0.36, width=4.0)
    assert len(prose.lines) > 1
    assert prose.width <= 4.05
    tops = [float(line.get_top()[1]) for line in prose.lines]
    assert tops == sorted(tops, reverse=True)


def test_a_box_is_as_high_as_its_lines_whatever_the_letters():
    flat, tall = (lessonkit.Prose(text, size=0.4) for text in ("acemno", "Ágjpqy"))
    assert flat.box_height == tall.box_height
    assert flat.place(1, 2).get_left()[0] == pytest.approx(1, abs=0.05)


def test_a_long_formula_is_set_in_rows_cut_at_signs():
    tex = "f(x) = " + " + ".join(f"a_{{{n}}}" for n in range(40))
    rows = formulas.displayed(tex, size=0.5, width=8.0)
    assert len(rows) > 1
    assert rows.width <= 8.0 + 1e-6
    assert re.sub(r"\{\}|\s", "", "".join(formulas.rows_of(tex, 3))) == re.sub(r"\s", "", tex)


@pytest.mark.parametrize(
    "tex", [r"\frac{a+b}{c} = \left( x - y = 2 \right)", r"\begin{pmatrix} 1 + 1 \\ 2 \end{pmatrix}"]
)
def test_formulas_are_cut_at_their_top_level_only(tex):
    assert "".join(formulas.relation_parts(tex)).replace(" ", "") == tex.replace(" ", "")
    assert all(part.count("{") == part.count("}") for part in formulas.relation_parts(tex))
    assert all(part.count(r"\left") == part.count(r"\right") for part in formulas.rows_of(tex, 4))


def test_ticks_are_round_and_inside():
    assert scale.ticks(-3, 5, most=8) == [-3, -2, -1, 0, 1, 2, 3, 4, 5]
    for low, high in ((0, 1), (-1e6, 3), (0.001, 0.0012), (5, 5.5)):
        found = scale.ticks(low, high, most=8)
        assert 2 <= len(found) <= 9
        assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in found)
    assert [scale.number_text(value) for value in (0, -2, 0.5, 12000)] == ["0", "−2", "0.5", "12\u202f000"]


def test_blocks_share_a_picture_while_they_fit_and_follow_each_other_when_not():
    area = lessonkit.safe_area()
    together = plan([lessonkit.Bullets("one", "two"), lessonkit.Formula("x = 1")], area)
    assert [len(beat.pages) for beat in together] == [2]
    long = [lessonkit.Bullets(*[f"{n}: {'words ' * 12}" for n in range(9)]) for _ in range(2)]
    apart = plan(long, area)
    assert len(apart) >= 2
    assert all(page.height <= area.height + 1e-6 for beat in apart for _, page in beat.pages)


def test_a_block_draws_itself_when_used_without_a_scene_of_ours():
    points = lessonkit.Bullets("one", "two")
    assert len(points.submobjects) == 1
    assert 0 < points.width < config.frame_width


def test_marks_of_a_line_time_the_steps_of_a_block():
    class Timed(lessonkit.LessonScene):
        closing = 0

        def construct(self):
            points = lessonkit.Bullets("one", "two", "three")
            self.arrange(points)
            self.moments = []
            with self.say(
                "First <mark a/> one, then after a while <mark b/> two, and in the end <mark c/> three."
            ) as line:
                play = self.play

                def noted(*animations, **options):
                    if not any(type(one).__name__ == "Wait" for one in animations):
                        self.moments.append(line.elapsed)
                    play(*animations, **options)

                self.play = noted
                self.reveal(points, line)
                self.marks = list(line.marks.values())

    scene = Timed()
    scene.render()
    assert scene.moments == pytest.approx(scene.marks, abs=0.06)


def test_there_is_time_to_think_after_a_quiz_was_told():
    class Asked(lessonkit.LessonScene):
        def construct(self):
            quiz = lessonkit.Quiz("Two and two?", options=["3", "4"], answer="4", pause=4, why="Count.")
            self.arrange(quiz)
            with self.say("What is two and two?") as line:
                self.reveal(quiz, line)
            self.told, self.ended = line.duration, self.time

    scene = Asked()
    scene.render()
    assert scene.ended > scene.told + 4


def test_the_last_picture_of_a_scene_dissolves():
    class Short(lessonkit.LessonScene):
        def construct(self):
            self.title("Short")
            self.told = self.time

    class Cut(Short):
        closing = 0

    gone, stays = Short(), Cut()
    gone.render()
    stays.render()
    assert gone.mobjects == []
    assert gone.time == pytest.approx(gone.told + 0.3, abs=0.05)
    assert stays.mobjects
    assert stays.time == stays.told


def entered(part):
    """What a part's entrance has come to, halfway through: the animations."""
    entering = part.enter()
    animations = list(entering) if isinstance(entering, list) else [entering]
    for animation in animations:
        animation._setup_scene(None)
        animation.begin()
        animation.interpolate(0.5)
    return animations


def page_of(block, width=12.0, height=6.0):
    return block.draw(width, height, 1.0)[0]


@pytest.mark.parametrize("number", [1, 2])
def test_code_that_is_pointed_at_lies_on_a_bar_of_its_own(number):
    page = page_of(lessonkit.Listing("a = 1\nb = 2\nc = 3", highlight=[(1, 1), (3, 3)]))
    page.move(1, 2)
    bar = page.mobject.submobjects[1]
    for part in page.parts[1 : number + 1]:
        for animation in entered(part):
            animation.finish()
    lines = [line for line in page.mobject.submobjects[2].submobjects if "=" in line.text]
    assert bar.get_fill_opacity() == pytest.approx(0.15)
    assert bar.get_center()[1] == pytest.approx(lines[0 if number == 1 else 2].get_center()[1], abs=0.08)
    assert bar.get_left()[0] < lines[0].get_left()[0] < lines[0].get_right()[0] < bar.get_right()[0]


def test_no_formula_moves_through_the_one_above():
    matrix = r"\begin{pmatrix} 1 & 1 \\ 0 & 1 \end{pmatrix}"
    page = page_of(lessonkit.Steps(f"{matrix} v = 1 + 1", f"{matrix} v = 2"))
    first = page.rows[0].submobjects[0]
    moving = [one.mobject for one in entered(page.parts[1]) if one.mobject is not first]
    inked = [one for one in moving if any(len(part.points) for part in one.get_family())]
    assert len(inked) >= 2
    assert max(float(one.get_top()[1]) for one in inked) < float(first.get_bottom()[1])


def test_what_two_steps_have_in_common_comes_down_and_the_rest_stays_above():
    page = page_of(lessonkit.Steps("a = b + b", "a = 2b"))
    first, second = (row.submobjects[0] for row in page.rows)
    moves = {type(one).__name__: one.mobject for one in entered(page.parts[1])[:-1]}
    assert set(moves) == {"Write", "ReplacementTransform"}
    assert second.get_top()[1] > moves["Write"].get_bottom()[1]
    between = moves["ReplacementTransform"].get_center()[1]
    assert second.get_center()[1] < between < first.get_center()[1]


def test_the_titles_of_all_sides_come_with_the_first():
    page = page_of(lessonkit.Comparison(("One", "**a**"), ("Two", "**b**")))
    shown = [mobject for one in page.parts[0].enter() for mobject in one.mobject.get_family()]
    texts = {one.text for one in shown if isinstance(one, lessonkit.Prose)}
    assert texts == {"One", "Two", "a"}
    colors = [
        one.submobjects[0].submobjects[0].get_fill_color().to_hex()
        for one in page.mobject.get_family()
        if isinstance(one, lessonkit.Prose) and one.text in "ab"
    ]
    assert colors == [color.upper() for color in THEMES["midnight"].accents[:2]]


def test_the_points_of_a_number_line_come_before_its_jumps():
    ruler = lessonkit.NumberRuler(range=(0, 9), points=[(4, "goal")], jumps=[(1, 4, "leap")])
    assert [part.text.strip() for part in page_of(ruler).parts][1:] == ["goal", "leap"]


def test_the_words_beside_bars_stand_on_one_line_whatever_their_letters():
    page = page_of(lessonkit.Plot(bars=[("ao", 1), ("aoj", 2)]))
    labels = [one for one in page.mobject.submobjects if isinstance(one, lessonkit.Prose)]
    bars = [one for one in page.mobject.submobjects if type(one).__name__ == "Rectangle"]
    words = [one for one in labels if one.text.startswith("ao")]
    feet = [
        float(word.lines[0][0].get_bottom()[1] - bar.get_center()[1])
        for word, bar in zip(words, bars, strict=True)
    ]
    assert feet[0] == pytest.approx(feet[1], abs=0.002)


def test_an_edge_begins_and_ends_at_the_soft_outline_of_its_nodes():
    links = [lessonkit.Link("a", "a long name"), lessonkit.Link("a", "c"), lessonkit.Link("c", "d")]
    page = page_of(lessonkit.Network(nodes=["a", "a long name", "c", "d"], edges=links, layout="circle"))
    boxes = [one for one in page.mobject.get_family() if isinstance(one, RoundedRectangle)]
    ends = [
        end
        for one in page.mobject.get_family()
        if isinstance(one, Line)
        for end in (one.get_start(), one.get_end())
    ]
    assert len(ends) == 6
    for end in ends:
        near = [float(np.min(np.linalg.norm(densely(box) - end, axis=1))) for box in boxes]
        assert min(near) < 0.03


def densely(shape):
    return np.array([shape.point_from_proportion(share) for share in np.linspace(0, 1, 400)])


def test_the_number_at_the_end_of_an_axis_is_there():
    plot = lessonkit.Plot(curves=[lessonkit.Curve(lambda x: x / 60)], x=(0, 60), y=(0, 1))
    page = page_of(plot, width=6.5)
    texts = [one for one in page.mobject.get_family() if isinstance(one, lessonkit.Prose)]
    last = next(one for one in texts if one.text == "60")
    assert last.get_right()[0] <= 6.5


def test_points_have_another_colour_than_the_curves():
    curves = [lessonkit.Curve(lambda x: x), lessonkit.Curve(lambda x: -x)]
    assert lessonkit.Plot(curves=curves).spare_color == THEMES["midnight"].accents[2]


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_the_rule_under_a_title_keeps_clear_of_letters_that_reach_down(theme):
    class Titled(lessonkit.LessonScene):
        closing = 0

        def construct(self):
            self.heading, self.bar = self.title("gjpqy")

    Titled.theme = theme
    scene = Titled()
    scene.render()
    assert scene.heading.get_bottom()[1] - scene.bar.get_y() > 0.06


def test_what_fills_the_frame_goes_below_a_title_with_a_band():
    class Filled(lessonkit.LessonScene):
        closing = 0

        def construct(self):
            self.title("Over it all", band=True)
            self.add(RoundedRectangle(width=20, height=20).set_fill("#FF0000", 1))

    scene = Filled()
    scene.render()
    scene.renderer.update_frame(scene)
    frame = scene.renderer.get_frame()
    background = np.array([14, 20, 36])
    assert abs(frame[4, 4, :3].astype(int) - background).max() < 3
    assert frame[60:140, 100:600, :3].min(axis=2).max() > 200
    assert tuple(frame[600, 900, :3]) == (255, 0, 0)


def test_of_equally_even_lines_the_last_is_the_short_one():
    prose = lessonkit.Prose("Needs a stack of calls", size=0.36, width=3.45)
    words = [len(line.submobjects) for line in prose.lines]
    assert words == [len("Needsastack"), len("ofcalls")]


def test_a_number_is_not_broken_between_its_thousands():
    for width in np.linspace(1.2, 3.0, 10):
        prose = lessonkit.Prose("Moon: 384 000 km", size=0.36, width=float(width))
        assert any("384000" in line for line in lines_of(prose, "Moon:384000km")), width


def lines_of(prose, letters):
    """What stands on each line, of a text whose glyphs are these."""
    left = iter(letters)
    return ["".join(next(left) for _ in line.submobjects) for line in prose.lines]


@pytest.mark.parametrize("figure_leads", [True, False])
def test_what_comes_first_stands_to_the_left(figure_leads):
    blocks = [lessonkit.Bullets("one", "two"), lessonkit.Plot(curves=[lessonkit.Curve(lambda x: x)])]
    if figure_leads:
        blocks.reverse()
    (beat,) = plan(blocks, lessonkit.safe_area())
    first, second = (page.mobject for _, page in beat.pages)
    assert first.get_right()[0] < second.get_left()[0]
