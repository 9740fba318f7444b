"""
---
id: koch-snowflake
title: Koch snowflake grows
topic: geometry
tags: [fractal, koch, recursion, snowflake, infinite perimeter, self similarity]
asks:
  - koch curve fractal
  - draw a fractal step by step
  - snowflake recursion
  - self similar curve
  - infinitely long coast line
  - every edge gets a new bump
teaches: A function replaces each segment by four; each generation transforms into the next.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class KochSnowflake(Scene):
    def finer(self, points):
        result = []
        for start, end in zip(points, points[1:] + points[:1]):
            third = (end - start) / 3
            result += [start, start + third, start + third + rotate_vector(third, PI / 3), start + 2 * third]
        return result

    def construct(self):
        points = [2.6 * rotate_vector(UP, -k * TAU / 3) for k in range(3)]
        flake = Polygon(*points, color=BLUE_B, fill_opacity=0.3)
        self.play(Create(flake))
        for _ in range(4):
            points = self.finer(points)
            self.play(Transform(flake, Polygon(*points, color=BLUE_B, fill_opacity=0.3, stroke_width=2)))
            self.wait(0.2)
        self.wait(0.5)
