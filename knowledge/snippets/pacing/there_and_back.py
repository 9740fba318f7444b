"""
---
id: there-and-back
title: Movement that comes back
topic: pacing
tags: [there and back, bounce, temporary, return, temporary change, back and forth]
asks:
  - move and return
  - temporary emphasis that goes back
  - there_and_back rate function
  - bounce up and down once
  - stretch and return to the old size
  - short nudge
teaches: rate_func=there_and_back runs the change forward and back in one play.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ThereAndBack(Scene):
    def construct(self):
        row = VGroup(*[Square(1, color=c, fill_opacity=0.6) for c in (BLUE, GREEN, YELLOW, RED)]).arrange(RIGHT, buff=0.6)
        self.play(FadeIn(row))
        for square in row:
            self.play(square.animate.shift(UP).scale(1.2), rate_func=there_and_back, run_time=0.8)
        self.wait()
