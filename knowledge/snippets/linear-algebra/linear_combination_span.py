"""
---
id: linear-combination-span
title: Linear combinations reach every point
topic: linear-algebra
tags: [span, linear combination, basis, reach every point, span of vectors, multiples of two vectors]
asks:
  - span of two vectors
  - linear combination animation
  - scale and add vectors to reach a point
  - basis vectors with coefficients
  - mix two arrows to reach a target
  - which points can be reached
teaches: Two trackers for the coefficients; the two scaled arrows are redrawn tip to tail.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class LinearCombination(Scene):
    def construct(self):
        plane = NumberPlane(background_line_style={"stroke_opacity": 0.25})
        u, v = np.array([1.5, 0.5, 0]), np.array([-0.5, 1.2, 0])
        a, b = ValueTracker(1), ValueTracker(1)
        first = always_redraw(lambda: Arrow(ORIGIN, a.get_value() * u, buff=0, color=GREEN))
        second = always_redraw(lambda: Arrow(a.get_value() * u, a.get_value() * u + b.get_value() * v, buff=0, color=RED))
        total = always_redraw(lambda: Arrow(ORIGIN, a.get_value() * u + b.get_value() * v, buff=0, color=YELLOW))
        self.add(plane, first, second, total)
        self.wait(0.5)
        for x, y in [(2, 1.5), (-1.5, 1.5), (1.5, -2)]:
            self.play(a.animate.set_value(x), b.animate.set_value(y), run_time=1.3)
        self.wait(0.5)
