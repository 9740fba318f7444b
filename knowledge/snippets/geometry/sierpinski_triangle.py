"""
---
id: sierpinski-triangle
title: Sierpinski triangle by removing middles
topic: geometry
tags: [fractal, sierpinski, recursion, self similar, recursive triangles]
asks:
  - sierpinski triangle
  - recursive triangle pattern
  - fractal made of triangles
  - infinite self similarity
  - "triangle with a hole in the middle, again and again"
  - chaos game pattern
teaches: Recursion yields the corner triples; each level replaces the one before.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Sierpinski(Scene):
    def level(self, a, b, c, depth):
        if depth == 0:
            return [Polygon(a, b, c, stroke_width=0).set_fill(YELLOW, 0.8)]
        ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
        return self.level(a, ab, ca, depth - 1) + self.level(ab, b, bc, depth - 1) + self.level(ca, bc, c, depth - 1)

    def construct(self):
        corners = np.array([-3.4, -2.7, 0]), np.array([3.4, -2.7, 0]), np.array([0, 3.1, 0])
        shape = VGroup(*self.level(*corners, 0))
        self.play(FadeIn(shape))
        for depth in range(1, 5):
            finer = VGroup(*self.level(*corners, depth))
            self.play(FadeOut(shape), FadeIn(finer), run_time=0.8)
            shape = finer
        self.wait()
