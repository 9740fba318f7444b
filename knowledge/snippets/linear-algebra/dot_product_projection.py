"""
---
id: dot-product-projection
title: Dot product as a projection
topic: linear-algebra
tags: [dot product, projection, shadow, scalar product, inner product, cosine of the angle]
asks:
  - dot product visualised
  - project one vector onto another
  - shadow of a vector
  - scalar product geometric meaning
  - how much two arrows point the same way
  - component of one arrow along another
teaches: Drop a dashed line at a right angle; the shadow grows and turns as the vector turns.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class DotProduct(Scene):
    def construct(self):
        base = Arrow(LEFT * 3, RIGHT * 3.5, buff=0, color=BLUE).shift(DOWN)
        o = base.get_start()
        angle = ValueTracker(25 * DEGREES)
        tip = lambda: o + 3.2 * np.array([np.cos(angle.get_value()), np.sin(angle.get_value()), 0])
        foot = lambda: np.array([tip()[0], o[1], 0])
        vector = always_redraw(lambda: Arrow(o, tip(), buff=0, color=YELLOW))
        drop = always_redraw(lambda: DashedLine(tip(), foot(), color=GREY_B))
        shadow = always_redraw(lambda: Line(o, foot(), color=RED, stroke_width=10))
        self.play(GrowArrow(base), GrowArrow(vector))
        self.play(Create(drop), Create(shadow))
        self.play(angle.animate.set_value(80 * DEGREES), run_time=2)
        self.play(angle.animate.set_value(110 * DEGREES), run_time=1)
        self.wait(0.5)
