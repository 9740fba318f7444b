"""
---
id: animations-in-parallel-and-in-turn
title: "Together, in turn, or overlapping"
topic: pacing
tags: [AnimationGroup, Succession, parallel, simultaneous, sequential, order of animations, at the same time]
asks:
  - play two animations at the same time
  - run animations in sequence in one play
  - Succession and AnimationGroup
  - combine several animations
  - several things move at once
  - LaggedStart versus Succession
teaches: "AnimationGroup runs together, Succession in turn, each as one animation inside one play."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TogetherInTurn(Scene):
    def construct(self):
        top = VGroup(*[Square(1, color=BLUE) for _ in range(4)]).arrange(RIGHT, buff=0.8).shift(UP * 1.5)
        low = VGroup(*[Circle(0.5, color=YELLOW) for _ in range(4)]).arrange(RIGHT, buff=0.8).shift(DOWN * 1.2)
        together = Text("together", font_size=32).next_to(top, UP, buff=0.4)
        turn = Text("in turn", font_size=32).next_to(low, DOWN, buff=0.4)
        self.play(FadeIn(together), AnimationGroup(*[Create(s) for s in top]))
        self.play(FadeIn(turn), Succession(*[Create(c, run_time=0.6) for c in low]))
        self.wait()
