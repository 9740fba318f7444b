"""What a check adds to the checker's findings."""

from __future__ import annotations

from pipeline.checking import check_code

SCENE = """
from manim import *

RATE = 0.25

class Told(Scene):
    def construct(self):
        with self.say(f"A rate of {RATE:.0%}"):
            self.wait()
        for word in ("one", "two"):
            with self.say(f"And {word}"):
                self.wait()
"""


def test_a_line_that_no_voice_can_speak_is_told_with_its_place_and_stops_nothing():
    (found,) = [one for one in check_code(SCENE) if one["rule"] == "unspoken-narration"]
    assert (found["severity"], found["line"], found["column"]) == ("warning", 11, 18)
    assert "literals" in found["fix"]
