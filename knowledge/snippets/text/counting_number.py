"""
---
id: counting-number
title: Number counting up
topic: text
tags: [counter, number, statistic, count to a million, ticker, big number]
asks:
  - count up to a number
  - animated counter with thousands separator
  - big statistic that ticks up
  - number increasing from zero
  - odometer
  - amount rises quickly to a million
teaches: A ValueTracker drives a Text with the formatted number; the unit stays where it is.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CountUp(Scene):
    def construct(self):
        value = ValueTracker(0)
        number = always_redraw(
            lambda: Text(f"{value.get_value():,.0f}", font_size=96, color=YELLOW).shift(UP * 0.3)
        )
        unit = Text("stars we can see", font_size=36).shift(DOWN * 1)
        self.add(number)
        self.play(FadeIn(unit))
        self.play(value.animate.set_value(9096), run_time=2.5, rate_func=rush_from)
        self.wait()
