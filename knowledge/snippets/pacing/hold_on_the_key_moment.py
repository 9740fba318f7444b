"""
---
id: hold-on-the-key-moment
title: Slow build-up, long hold on the result
topic: pacing
tags: [hold, pause, emphasis by time, breathing space, key moment, beat]
asks:
  - pause long enough to read
  - hold the important frame
  - give the result time to sink in
  - when to wait in an animation
  - my video is too fast
  - let the result stand for a while
teaches: Quick for what is known, slow for what is new, and a wait of two seconds on the result.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class KeyMoment(Scene):
    def construct(self):
        steps = VGroup(*[Text(s, font_size=40) for s in ("2, 4, 8, 16", "doubling each time", "after 10 steps:")]).arrange(DOWN, buff=0.4).shift(UP * 1)
        for step in steps:
            self.play(FadeIn(step, shift=UP * 0.2), run_time=0.4)
        result = Text("1024", font_size=96, color=YELLOW).next_to(steps, DOWN, buff=0.6)
        self.play(Write(result), run_time=1.5)
        self.wait(2)
