"""
---
id: area-under-curve-grows
title: Area under a curve grows with its end
topic: calculus
tags: [area, integral, accumulate, antiderivative, integral as area, accumulated area, shaded area under a graph]
asks:
  - area under a curve
  - shade under a graph up to x
  - accumulation function
  - integral as growing area
  - fundamental theorem of calculus picture
  - paint the region below the graph from left to right
teaches: Redraw get_area up to the tracker's x while a second curve plots the area so far.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class GrowingArea(Scene):
    def construct(self):
        top = Axes(x_range=[0, 6], y_range=[0, 2], x_length=9, y_length=2.6, tips=False).shift(UP * 1.9)
        low = Axes(x_range=[0, 6], y_range=[0, 7], x_length=9, y_length=2.8, tips=False).shift(DOWN * 1.8)
        f, total = lambda x: 1 + 0.8 * np.sin(x), lambda x: x + 0.8 * (1 - np.cos(x))
        curve = top.plot(f, color=BLUE)
        x = ValueTracker(0.05)
        area = always_redraw(lambda: top.get_area(curve, x_range=[0, x.get_value()], color=BLUE, opacity=0.5))
        sum_curve = always_redraw(lambda: low.plot(total, x_range=[0, x.get_value()], color=YELLOW))
        names = VGroup(Text("f", font_size=32, color=BLUE).next_to(top, LEFT), Text("area", font_size=32, color=YELLOW).next_to(low, LEFT))
        self.play(Create(top), Create(low), Create(curve), FadeIn(names))
        self.add(area, sum_curve)
        self.play(x.animate.set_value(6), run_time=4, rate_func=linear)
        self.wait()
