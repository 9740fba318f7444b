"""
---
id: exponential-slope-is-height
title: The exponential's slope is its height
topic: calculus
tags: [exponential, derivative, e, euler number, its own derivative, e to the x, natural base]
asks:
  - derivative of e^x
  - why e is special
  - slope equals value
  - natural exponential function
  - function that is its own derivative
  - where does the number 2.718 come from
teaches: The tangent and the height are redrawn; both show the same number.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ExpSlope(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 2], y_range=[0, 7], x_length=7, y_length=5.5, tips=False).to_edge(LEFT, buff=0.6)
        curve = axes.plot(np.exp, x_range=[-3, 1.9], color=BLUE)
        x = ValueTracker(-1.5)
        at = lambda: (x.get_value(), np.exp(x.get_value()))
        tangent = always_redraw(lambda: Line(axes.c2p(at()[0] - 1, 0), axes.c2p(*at()), color=YELLOW))
        height = always_redraw(lambda: Line(axes.c2p(at()[0], 0), axes.c2p(*at()), color=RED))
        label = always_redraw(lambda: MathTex(rf"\text{{slope}} = \text{{height}} = {at()[1]:.2f}", font_size=40).move_to(RIGHT * 4))
        self.play(Create(axes), Create(curve))
        self.play(FadeIn(tangent, height, label))
        self.play(x.animate.set_value(1.6), run_time=3)
        self.wait(0.5)
