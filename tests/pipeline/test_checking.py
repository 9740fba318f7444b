"""What a check adds to the checker's findings."""

from __future__ import annotations

from pipeline.checking import check_code, rehearse
from pipeline.rendering import RenderRequest
from pipeline.state.model import PREVIEW
from render_sandbox.job import Outcome

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


class Sandbox:
    """Answers any job with the given files."""

    def __init__(self, files):
        self.outcome = Outcome(
            {"ok": True, "frames": 120, "duration_s": 8.0, "plays": [], "findings": [], "notes": []},
            files,
            0.1,
        )

    async def run(self, job, on_progress=None):
        return self.outcome


async def test_frames_come_in_order_of_time_and_not_of_their_names():
    sandbox = Sandbox({"frame-112.jpg": b"late", "frame-45.jpg": b"early", "sheet.jpg": b"sheet"})
    request = RenderRequest("from manim import *\nclass A(Scene): pass\n", PREVIEW, {}, {}, "a")

    report = await rehearse(request, sandbox)

    assert list(report.pictures.items()) == [(45, b"early"), (112, b"late")]
    assert report.sheet == b"sheet"
