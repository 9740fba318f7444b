"""
---
id: tangent-slides-along-curve
title: Tangent that slides along a curve
topic: calculus
tags: [tangent, slope, derivative, derivative at a point, instantaneous slope, gradient of a curve]
asks:
  - tangent line moving along a graph
  - show the slope at each point
  - derivative as the slope of the tangent
  - touching line on a curve
  - line that rides on a graph like a skateboard
  - steepness at every place of a hill
teaches: Compute the slope at x and redraw a line of fixed length through the point.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SlidingTangent(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 3], y_range=[-2, 3], x_length=9, y_length=5.5, tips=False)
        f = lambda x: x**3 / 4 - x + 0.5
        slope = lambda x: 3 * x**2 / 4 - 1
        curve = axes.plot(f, x_range=[-2.6, 2.6], color=BLUE)
        x = ValueTracker(-2)

        def tangent():
            at = x.get_value()
            start, end = axes.c2p(at - 1, f(at) - slope(at)), axes.c2p(at + 1, f(at) + slope(at))
            return Line(start, end, color=YELLOW).set_length(3)

        line = always_redraw(tangent)
        dot = always_redraw(lambda: Dot(axes.c2p(x.get_value(), f(x.get_value())), color=RED))
        self.play(Create(axes), Create(curve))
        self.play(Create(line), FadeIn(dot))
        self.play(x.animate.set_value(2), run_time=4)
        self.wait(0.5)
