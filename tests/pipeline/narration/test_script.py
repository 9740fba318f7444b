"""Lines found in code, marks found in lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.narration.script import lines, parse, unspoken

SCENE = """
from manim import *
INTRO = "Read me first."
class One(Scene):
    def construct(self):
        self.narrate(INTRO)
        with self.say(
            "Start with a <mark a/>right "
            "triangle."
        ) as line:
            line.until("a")
        self.say("Start with a <mark a/>right triangle.")
        self.say(text="By " + "keyword")
        for word in ["x"]:
            self.say(f"Made of {word}")
        print("not said")
"""


def test_lines_are_literals_names_and_sums_each_once():
    found = [line.text for line in lines(SCENE)]
    assert found == ["Read me first.", "Start with a right triangle.", "By keyword"]


def test_a_text_made_while_the_scene_runs_is_told():
    (found,) = unspoken(SCENE)
    assert "Made of" in found.source
    assert found.line == 15


def test_code_that_does_not_parse_has_no_lines():
    assert lines("def (") == []


def test_a_name_with_two_values_is_not_guessed():
    code = "T = 'a b'\nT = 'c'\nself.say(T)"
    assert lines(code) == []
    assert len(unspoken(code)) == 1


@pytest.mark.parametrize(
    ("made", "spoken"),
    [
        ("""say(f"The sum is {3 + 4}")""", None),
        ("""say(f"About {2.71828:.2f} <mark a/>now")""", "About 2.72 now"),
        ("""say(f"{GREETING}, world")""", "Hello, world"),
        ("""say(f"{COUNT:,} stars" + f" and {-COUNT}")""", "12,000 stars and -12000"),
        ("""say(f"{GREETING!r} he said")""", "'Hello' he said"),
        ("""say(WHOLE)""", "Hello twice"),
        ("""say(f"{COUNT:999999999}")""", None),
        ("""say(f"{GREETING:.2f}")""", None),
        ("""say(f"{who} speaks")""", None),
    ],
)
def test_an_f_string_is_spoken_where_it_is_always_the_same(made, spoken):
    code = (
        "GREETING = 'Hello'\nCOUNT = 12000\nWHOLE = f'{GREETING} twice'\ndef of(who, self):\n    self." + made
    )
    assert [line.text for line in lines(code)] == ([spoken] if spoken else [])
    assert len(unspoken(code)) == (spoken is None)


def test_what_an_f_string_says_has_the_stages_key():
    pytest.importorskip("manim", reason="manim: uv sync --extra render")
    from render_sandbox.stage.narration import line_key

    (line,) = lines("RATE = 0.5\nself.say(f'{RATE:.0%} <mark m/>of it')")
    assert line.key == line_key(f"{0.5:.0%} <mark m/>of it")


@pytest.mark.parametrize(
    ("said", "text", "marks"),
    [
        ("Start with a <mark a/>right triangle", "Start with a right triangle", (("a", 3),)),
        ("<mark a/>One <mark b/>two", "One two", (("a", 0), ("b", 1))),
        ("One two<mark end/>", "One two", (("end", 2),)),
        ("hy<mark m/>phen ated", "hyphen ated", (("m", 0),)),
        ("a  <mark x />\n b", "a b", (("x", 1),)),
        ("a <mark name='x'/> b", "a b", (("x", 1),)),
        ("no marks", "no marks", ()),
    ],
)
def test_a_mark_leads_to_the_word_behind_it(said, text, marks):
    line = parse(said)
    assert (line.text, line.marks) == (text, marks)


@given(st.lists(st.from_regex(r"[a-z]{1,6}[.,]?", fullmatch=True), min_size=1, max_size=12), st.data())
def test_marks_between_words_change_no_word(words, data):
    places = data.draw(st.lists(st.integers(0, len(words)), max_size=3, unique=True).map(sorted))
    pieces = []
    for index in range(len(words) + 1):
        pieces += [f"<mark m{index}/>"] if index in places else []
        pieces += words[index : index + 1]
    line = parse(" ".join(pieces))
    assert line.words == words
    assert line.marks == tuple((f"m{place}", place) for place in places)


def test_the_stage_gives_a_line_the_same_key():
    pytest.importorskip("manim", reason="manim: uv sync --extra render")
    from render_sandbox.stage.narration import line_key

    said = "Start  with a\n <mark a/>right triangle"
    assert parse(said).key == line_key(said)
