"""
---
id: dot-moves-along-a-curve
title: Dot that moves along a curve with its coordinates
topic: graphs
tags: [dot, moving, curve, tracker, coordinates, moving point, coordinates readout, travel along a graph]
asks:
  - point moving on a graph
  - dot follows a function
  - show coordinates of a moving point
  - slide a point along a curve
  - a ball runs on a function graph
  - live x and y readout
teaches: always_redraw places the dot and the dashed lines from one ValueTracker for x.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class DotOnCurve(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 7, 1], y_range=[0, 4, 1], x_length=9, y_length=5, tips=False)
        f = lambda x: 2 + 1.4 * np.sin(x)
        curve = axes.plot(f, color=BLUE)
        x = ValueTracker(0.5)
        point = lambda: axes.c2p(x.get_value(), f(x.get_value()))
        dot = always_redraw(lambda: Dot(point(), color=YELLOW, radius=0.12))
        lines = always_redraw(lambda: axes.get_lines_to_point(point(), color=YELLOW))
        self.play(Create(axes), Create(curve))
        self.play(FadeIn(dot, lines))
        self.play(x.animate.set_value(6.5), run_time=3, rate_func=linear)
        self.wait(0.5)
