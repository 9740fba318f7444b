"""
---
id: solid-of-revolution-disc
title: Slice of a solid of revolution
topic: calculus
tags: [volume, revolution, disc method, solid, rotate around the axis, washer, disk method, vase volume]
asks:
  - disc method for volumes
  - rotate a curve around the x axis
  - solid of revolution slices
  - volume by integration
  - spin a graph around an axis to get a vase
  - volume as stacked coins
teaches: Draw the mirror curve and thin ellipses as discs; the row of discs suggests the solid.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class DiscMethod(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 4], y_range=[-2, 2], x_length=9, y_length=5, tips=False)
        f = lambda x: np.sqrt(x) * 0.9
        top = axes.plot(f, x_range=[0, 4, 0.02], color=BLUE)
        low = axes.plot(lambda x: -f(x), x_range=[0, 4, 0.02], color=BLUE)
        discs = VGroup(*[
            Ellipse(width=0.35 + 0.25 * f(x), height=2 * (axes.c2p(0, f(x)) - axes.c2p(0, 0))[1], color=TEAL, fill_opacity=0.25).move_to(axes.c2p(x, 0))
            for x in np.arange(0.4, 3.9, 0.4)
        ])
        formula = MathTex(r"V = \int \pi f(x)^2 \, dx", font_size=46).to_corner(UL)
        self.play(Create(axes), Create(top))
        self.play(TransformFromCopy(top, low))
        self.play(LaggedStart(*[GrowFromCenter(d) for d in discs], lag_ratio=0.2), run_time=2)
        self.play(Write(formula))
        self.wait()
