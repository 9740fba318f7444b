"""
---
id: slope-field
title: Slope field with a solution curve
topic: calculus
tags: [differential equation, slope field, direction field, ode, differential equations, tangent segments, initial value]
asks:
  - slope field of a differential equation
  - direction field
  - solution curve following the field
  - visualize an ode
  - little line segments show the direction of y prime
  - differential equation with many arrows
teaches: "Short lines with the slope f(x, y); the solution is drawn through them."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class SlopeField(Scene):
    def construct(self):
        axes = Axes(x_range=[-4, 4], y_range=[-3, 3], x_length=10, y_length=6, tips=False)
        slope = lambda x, y: y * (2 - y) / 2

        def mark(x, y):
            line = Line(axes.c2p(x - 0.18, y - 0.18 * slope(x, y)), axes.c2p(x + 0.18, y + 0.18 * slope(x, y)), color=BLUE_D)
            return line.set_length(0.32)

        field = VGroup(*[mark(x, y) for x in np.arange(-3.75, 4, 0.5) for y in np.arange(-0.75, 3, 0.5)])
        solution = axes.plot(lambda x: 2 / (1 + np.exp(-x)), color=YELLOW, stroke_width=6)
        self.play(Create(axes))
        self.play(LaggedStart(*[Create(m) for m in field], lag_ratio=0.01), run_time=2)
        self.play(Create(solution), run_time=2)
        self.wait()
