"""
---
id: riemann-sums-get-finer
title: Riemann sums that get finer
topic: calculus
tags: [riemann, rectangles, integral, definite integral, thin strips, left and right sum, numerical integration, limit of rectangles]
asks:
  - rectangles under a curve
  - riemann sum animation
  - approximate the area with more and more rectangles
  - definition of the integral
  - many thin strips below the graph
  - number of rectangles goes to infinity
teaches: get_riemann_rectangles with a smaller dx each time; one set transforms into the next.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class RiemannSums(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 5, 1], y_range=[0, 5, 1], x_length=8, y_length=5, tips=False)
        curve = axes.plot(lambda x: 0.2 * x**2 + 0.5 * np.sin(2 * x) + 1, color=YELLOW)
        bars = axes.get_riemann_rectangles(curve, x_range=[0, 4.5], dx=0.75, fill_opacity=0.6)
        self.play(Create(axes), Create(curve))
        self.play(Create(bars))
        for dx in (0.375, 0.15, 0.05):
            finer = axes.get_riemann_rectangles(curve, x_range=[0, 4.5], dx=dx, fill_opacity=0.6, stroke_width=dx)
            self.play(ReplacementTransform(bars, finer))
            self.wait(0.3)
            bars = finer
        self.wait(0.5)
