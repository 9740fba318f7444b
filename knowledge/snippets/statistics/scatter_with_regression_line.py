"""
---
id: scatter-with-regression-line
title: Scatter plot with the line of best fit
topic: statistics
tags: [scatter, regression, best fit, residuals, trend line, linear regression, best fit line, prediction]
asks:
  - line of best fit
  - linear regression with residuals
  - scatter plot of data points
  - least squares trend line
  - trend through a cloud of dots
  - predict y from x
teaches: polyfit gives the line; short vertical lines show the residuals.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Regression(Scene):
    def construct(self):
        rng = np.random.default_rng(5)
        x = np.linspace(0.5, 9.5, 14)
        y = 1 + 0.5 * x + rng.normal(0, 0.7, 14)
        slope, start = np.polyfit(x, y, 1)
        axes = Axes(x_range=[0, 10, 2], y_range=[0, 8, 2], x_length=10, y_length=5.5, tips=False).add_coordinates()
        dots = VGroup(*[Dot(axes.c2p(a, b), color=BLUE) for a, b in zip(x, y)])
        line = axes.plot(lambda t: start + slope * t, color=YELLOW)
        errors = VGroup(*[Line(axes.c2p(a, b), axes.c2p(a, start + slope * a), color=RED) for a, b in zip(x, y)])
        self.play(Create(axes))
        self.play(LaggedStart(*[FadeIn(d, scale=3) for d in dots], lag_ratio=0.1))
        self.play(Create(line))
        self.play(Create(errors))
        self.wait()
