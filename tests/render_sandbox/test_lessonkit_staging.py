"""What stands where while a picture of the lesson kit is filled, and how its words come."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("manim", reason="needs manim: install the render extra")

from manim import Line, MathTex, Square, VGroup, config

from render_sandbox.stage import lessonkit, math
from render_sandbox.stage.lessonkit.axis import numbers_below
from render_sandbox.stage.lessonkit.sentences import sentences
from render_sandbox.stage.lessonkit.theme import use_theme
from tests.render_sandbox.lesson_scenes import undrawn


@pytest.fixture(autouse=True)
def quiet_manim(tmp_path):
    if not (Path(math.__file__).parent / "mathjax.js").is_file():
        pytest.skip("mathjax.js is missing: run make setup")
    math.install("mathjax")
    with undrawn(tmp_path, (320, 180)):
        yield
    use_theme("midnight")


class InTurn(lessonkit.LessonScene):
    """A figure during one line, its points during the next; notes where the figure is after each."""

    closing = 0
    in_turn = True

    def construct(self):
        figure = lessonkit.Drawing(Square())
        points = lessonkit.Bullets("one", "two")
        self.arrange(figure, points, in_turn=self.in_turn)
        placed = figure.get_center()[0]
        self.places = []
        for block in (figure, points):
            with self.say("Look at this for a while.") as line:
                self.reveal(block, line)
            self.places.append(float(figure.get_center()[0]))
        assert self.places[-1] == pytest.approx(placed, abs=1e-6)


def test_a_figure_has_the_middle_of_the_picture_until_its_text_comes():
    scene = InTurn()
    scene.render()
    alone, in_company = scene.places
    assert alone == pytest.approx(0, abs=0.01)
    assert in_company < -1


def test_blocks_keep_their_places_unless_they_come_in_turn():
    class AtOnce(InTurn):
        in_turn = False

    scene = AtOnce()
    scene.render()
    assert scene.places[0] == scene.places[1]


def test_code_that_was_alone_is_still_pointed_at_on_its_lines():
    class Pointing(lessonkit.LessonScene):
        closing = 0

        def construct(self):
            self.code = lessonkit.Listing("a = 1\nb = 2\nc = 3", language="python", highlight=[(2, 2)])
            self.arrange(self.code, lessonkit.Bullets("one"), in_turn=True)
            self.reveal(self.code)
            back, bar, lines = self.code.submobjects[0].submobjects
            texts = [one for one in lines.submobjects if one.text == "b = 2"]
            self.off = float(texts[0].get_center()[1] - bar.get_center()[1]) / float(back.height)

    scene = Pointing()
    scene.render()
    assert scene.off == pytest.approx(0, abs=0.02)


def test_the_sentences_of_a_card_come_one_after_another_while_it_is_said():
    class Opening(lessonkit.LessonScene):
        closing = 0

        def construct(self):
            card = lessonkit.Card("Title", "One thing is so. Another is not.", "And this comes later.")
            self.arrange(card)
            self.reveal(card, part=0)
            self.counts = []
            play = self.play

            def noted(*animations, **options):
                play(*animations, **options)
                self.counts.append(sum(isinstance(one, lessonkit.Prose) for one in shown(self)))

            self.play = noted
            with self.say("One thing is so. Another is not.") as line:
                self.reveal(card, line, part=1)
            self.said = line.duration

    scene = Opening()
    scene.render()
    assert sorted(set(scene.counts)) == [2, 3]


def shown(scene):
    return [one for mobject in scene.mobjects for one in mobject.get_family()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        (
            "Dr. Smith met J. Bach at No. 7. Then he left.",
            ["Dr. Smith met J. Bach at No. 7.", "Then he left."],
        ),
        ("It ended in 1789. A republic came.", ["It ended in 1789.", "A republic came."]),
        ("Take $a. B$ as it is.", ["Take $a. B$ as it is."]),
        ("これは一つ。これは二つ。", ["これは一つ。", "これは二つ。"]),
        ("no stop at all", ["no stop at all"]),
        ("He said “Go.” Then we went.", ["He said “Go.”", "Then we went."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, found):
    assert sentences(text) == found


def test_the_numbers_of_a_narrow_axis_stand_apart_at_even_steps_with_zero_among_them():
    numbers = numbers_below(
        [(float(n), 0.3 + 0.2 * (n + 3)) for n in range(-3, 14)], size=0.3, top=0, right=4
    )
    kept = sorted(numbers)
    assert {after - before for before, after in zip(kept, kept[1:], strict=False)} == {kept[1] - kept[0]}
    assert 3 in numbers
    edges = [(float(numbers[n].get_left()[0]), float(numbers[n].get_right()[0])) for n in kept]
    assert all(left - right > 0.2 for (_, right), (left, _) in zip(edges, edges[1:], strict=False))


def test_a_narrow_number_line_numbers_its_points_if_even_steps_can():
    ticks = [(float(n), 0.3 + 0.25 * n) for n in range(13)]
    usual = numbers_below(ticks, size=0.3, top=0, right=4)
    told = numbers_below(ticks, size=0.3, top=0, right=4, matter=[3.0, 9.0])
    assert {3, 9} - usual.keys()
    assert {3, 9} <= told.keys()


@pytest.mark.parametrize(("width", "height"), [(12, 5), (4, 6)])
def test_an_edge_of_a_row_passes_the_nodes_between_its_ends(width, height):
    ends = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a")]
    network = lessonkit.Network(
        nodes=["a", "b", "c"], edges=[lessonkit.Link(*pair, directed=True) for pair in ends], layout="row"
    )
    (page,) = network.draw(width, height, 1.0)
    *links, _, passed, _ = page.mobject.submobjects
    box = passed.submobjects[0]
    for link in links[2:]:
        way = link.submobjects[0].submobjects[0]
        points = np.array([way.point_from_proportion(share) for share in np.linspace(0, 1, 60)])
        far = np.abs(points - box.get_center())
        assert not np.any((far[:, 0] < box.width / 2) & (far[:, 1] < box.height / 2))
    assert page.mobject.width <= width
    assert page.mobject.height <= height


def test_a_drawing_is_as_large_as_its_room_and_comes_piece_by_piece():
    side = VGroup(Line((0, 0, 0), (1, 0, 0)), MathTex("a").shift((0.5, -0.5, 0)))
    drawing = lessonkit.Drawing(Square(1), side)
    (page,) = drawing.draw(6, 4, 1.0)
    assert len(page.parts) == 2
    assert max(page.width / 6, page.height / 4) == pytest.approx(0.94)
    assert page.mobject.get_left()[0] == pytest.approx(0)
    assert config.frame_height == 8
