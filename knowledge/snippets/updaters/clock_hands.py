"""
---
id: clock-hands
title: Clock with moving hands
topic: updaters
tags: [clock, time, hands, hour and minute hand, time passes, analog clock, watch]
asks:
  - clock animation
  - moving clock hands
  - time passing
  - watch face
  - hour and minute hand turn
  - an hour goes by
teaches: One tracker for the minutes; both hands take their angle from it.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ClockHands(Scene):
    def construct(self):
        ticks = VGroup(*[Line(2.3 * d, 2.6 * d) for d in [rotate_vector(UP, k * TAU / 12) for k in range(12)]])
        minutes = ValueTracker(0)
        hand = lambda length, turn, color: Line(ORIGIN, length * rotate_vector(UP, -turn * TAU), color=color, stroke_width=8)
        long = always_redraw(lambda: hand(2, minutes.get_value() / 60, WHITE))
        short = always_redraw(lambda: hand(1.2, minutes.get_value() / 720, YELLOW))
        self.add(Circle(2.7, color=GREY_B), ticks, short, long, Dot())
        self.play(minutes.animate.set_value(180), run_time=4, rate_func=linear)
        self.wait(0.5)
