"""
---
id: right-and-wrong-marks
title: Right and wrong marks
topic: emphasis
tags: [correct, wrong, check, cross, tick and cross, "do and don't", true or false, correct answer]
asks:
  - green tick and red cross
  - mark an answer as wrong
  - show correct versus incorrect
  - do and don't comparison
  - check mark and x next to statements
  - true or false feedback
teaches: "A Cross over the wrong example, a tick beside the right one."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RightWrong(Scene):
    def construct(self):
        wrong = VGroup(Square(2.2, color=GREY_B), Text("1/0 = 0", font_size=36)).shift(LEFT * 3)
        right = VGroup(Square(2.2, color=GREY_B), Text("0/1 = 0", font_size=36)).shift(RIGHT * 3)
        cross = Cross(Square(0.8), stroke_color=RED, stroke_width=10).next_to(wrong, UP, buff=0.3)
        tick = VMobject(color=GREEN, stroke_width=10).set_points_as_corners([[-0.4, 0, 0], [-0.1, -0.35, 0], [0.5, 0.5, 0]])
        tick.next_to(right, UP, buff=0.3)
        self.play(FadeIn(wrong, right))
        self.play(Create(cross), wrong[0].animate.set_color(RED))
        self.play(Create(tick), right[0].animate.set_color(GREEN))
        self.wait()
