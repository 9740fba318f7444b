"""
---
id: bars-react-to-a-slider
title: Bars that react to one control
topic: updaters
tags: [slider, dashboard, live, bars, value tracker, control, parameter changes, linked values]
asks:
  - one slider changes several things
  - interactive looking dashboard
  - live bars driven by a value
  - dependent quantities
  - turn one knob and see all effects
  - control panel with dependent values
teaches: Several always_redraw objects read the same ValueTracker.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class OneControl(Scene):
    def construct(self):
        v = ValueTracker(0.2)
        rail = Line(LEFT * 3, RIGHT * 3, color=GREY_B).shift(DOWN * 2.8)
        knob = always_redraw(lambda: Dot(rail.point_from_proportion(v.get_value()), radius=0.2, color=YELLOW))
        rules = [lambda x: x, lambda x: x**2, lambda x: 1 - x]
        bars = always_redraw(lambda: VGroup(*[
            Rectangle(width=1.2, height=0.05 + 4 * rule(v.get_value()), stroke_width=0).set_fill(c, 0.9).move_to([x, -1.8, 0], aligned_edge=DOWN)
            for rule, c, x in zip(rules, (BLUE, GREEN, RED), (-2.5, 0, 2.5))
        ]))
        self.add(rail, knob, bars)
        for goal in (0.9, 0.4, 1.0):
            self.play(v.animate.set_value(goal), run_time=1.3)
        self.wait(0.5)
