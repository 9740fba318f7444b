"""
---
id: energy-bars-of-a-skater
title: Energy changes between two kinds
topic: physics
tags: [energy, kinetic, potential, bars, potential and kinetic energy, conservation of energy, roller coaster, half pipe]
asks:
  - kinetic and potential energy
  - energy conservation animation
  - ball in a bowl with energy bars
  - energy bar chart while moving
  - roller coaster energy
  - speed and height trade off
teaches: "Height gives potential energy, the rest is kinetic: two bars with a fixed total."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class EnergyBars(Scene):
    def construct(self):
        t = ValueTracker(0)
        x = lambda: 2.4 * np.cos(1.8 * t.get_value())
        bowl = FunctionGraph(lambda u: 0.4 * u**2, x_range=[-2.7, 2.7], color=GREY_B).shift(LEFT * 3 + DOWN * 1.5)
        ball = always_redraw(lambda: Dot([x() - 3, 0.4 * x() ** 2 - 1.5 + 0.2, 0], radius=0.2, color=YELLOW))
        share = lambda: (x() / 2.4) ** 2

        def bar(place, part, color):
            return Rectangle(width=1.2, height=0.02 + 3.5 * part, stroke_width=0).set_fill(color, 0.9).move_to([place, -1.8, 0], aligned_edge=DOWN)

        bars = always_redraw(lambda: VGroup(bar(2.5, share(), BLUE), bar(5, 1 - share(), RED)))
        names = VGroup(Text("potential", font_size=28).move_to([2.5, -2.3, 0]), Text("kinetic", font_size=28).move_to([5, -2.3, 0]))
        self.add(bowl, ball, bars, names)
        self.play(t.animate.set_value(5.2), run_time=5.2, rate_func=linear)
