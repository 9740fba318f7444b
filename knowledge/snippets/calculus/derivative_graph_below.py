"""
---
id: derivative-graph-below
title: "Function above, derivative below"
topic: calculus
tags: [derivative, graph, slope, sign of the slope, increasing and decreasing, turning point, f and f prime]
asks:
  - plot the derivative of a function
  - derivative graph under the function
  - slope function drawn while the point moves
  - where the derivative is zero
  - sketch f prime from f
  - maximum and minimum where the slope vanishes
teaches: Two axes with the same x scale; a dashed line links the peak to the zero of the derivative.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class DerivativeBelow(Scene):
    def construct(self):
        shared = {"x_range": [0, 6], "x_length": 9, "tips": False}
        top = Axes(y_range=[-1, 1], y_length=2.6, **shared).shift(UP * 1.8)
        low = Axes(y_range=[-1, 1], y_length=2.6, **shared).shift(DOWN * 1.8)
        f, d = top.plot(np.sin, color=BLUE), low.plot(np.cos, color=YELLOW)
        names = VGroup(MathTex("f", color=BLUE).next_to(top, LEFT), MathTex("f'", color=YELLOW).next_to(low, LEFT))
        self.play(Create(top), Create(low), Write(names))
        self.play(Create(f), run_time=1.5)
        self.play(Create(d), run_time=1.5)
        for x in (PI / 2, 3 * PI / 2):
            peak, zero = top.c2p(x, np.sin(x)), low.c2p(x, 0)
            self.play(Create(DashedLine(peak, zero, color=RED)), FadeIn(Dot(peak, color=RED), Dot(zero, color=RED)), run_time=0.8)
        self.wait()
