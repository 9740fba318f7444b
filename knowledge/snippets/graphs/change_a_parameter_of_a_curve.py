"""
---
id: change-a-parameter-of-a-curve
title: Curve that changes with a parameter
topic: graphs
tags: [parameter, slider, family, live, exponent, coefficient, what happens if a grows]
asks:
  - slider for a parameter
  - how the graph changes when a changes
  - animate the amplitude of a sine
  - family of curves
  - vary a coefficient and watch the plot
  - drag a slider and the function moves
teaches: The curve is redrawn from a ValueTracker; a knob on a line shows its value.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ParameterCurve(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 3], y_range=[-4, 4], x_length=7, y_length=5.5, tips=False).to_edge(RIGHT)
        a = ValueTracker(1)
        reach = lambda: min(3, 2 / np.sqrt(max(abs(a.get_value()), 0.01)))
        curve = always_redraw(
            lambda: axes.plot(lambda x: a.get_value() * x**2, x_range=[-reach(), reach()], color=YELLOW)
        )
        rail = NumberLine([-1, 1, 1], length=3, include_numbers=True).to_edge(LEFT, buff=0.8)
        knob = always_redraw(lambda: Dot(rail.n2p(a.get_value()), radius=0.14, color=YELLOW))
        name = MathTex("y = a x^2", font_size=56).next_to(rail, UP, buff=1)
        self.play(Create(axes), Create(rail), Write(name))
        self.play(FadeIn(curve, knob))
        for value in (0.3, -0.8, 0.6):
            self.play(a.animate.set_value(value), run_time=1.2)
        self.wait(0.5)
