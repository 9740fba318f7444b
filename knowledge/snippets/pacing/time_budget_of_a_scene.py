"""
---
id: time-budget-of-a-scene
title: Scene that takes exactly as long as planned
topic: pacing
tags: [run time, exact duration, time budget, scene length, total time]
asks:
  - scene with an exact duration
  - fit animations into ten seconds
  - share the time among the steps
  - fill the rest of the time with a wait
  - total must be exactly 30 seconds
  - compute the remaining wait
teaches: Give each step its share of the budget as run_time; the wait takes what is left.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TimeBudget(Scene):
    def construct(self):
        budget, shares = 6.0, [0.2, 0.3, 0.2]
        bar = Rectangle(width=10, height=0.6, color=GREY_B)
        self.add(bar)
        left = bar.get_left()
        for share, color in zip(shares, (BLUE, GREEN, YELLOW)):
            part = Rectangle(width=10 * share, height=0.6, stroke_width=0).set_fill(color, 0.8).move_to(left, aligned_edge=LEFT)
            left = part.get_right()
            name = Text(f"{share * budget:.1f} s", font_size=30).next_to(part, DOWN)
            self.play(GrowFromEdge(part, LEFT), FadeIn(name), run_time=share * budget)
        self.wait(budget * (1 - sum(shares)))
