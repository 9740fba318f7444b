"""
---
id: angle-sum-of-triangle
title: Angles of a triangle make a straight line
topic: geometry
tags: [angles, triangle, sum, proof, 180 degrees, interior angles, angles add up]
asks:
  - angle sum of a triangle
  - why the angles add up to 180 degrees
  - tear off the corners of a triangle
  - parallel line proof for triangle angles
  - three corners put next to each other give a straight line
  - interior angles proof
teaches: Copies of the three corner sectors move together at the apex under a parallel line.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class AngleSum(Scene):
    def corner(self, at, to_one, to_two, color):
        start = angle_of_vector(to_one - at)
        sweep = (angle_of_vector(to_two - at) - start) % TAU
        return Sector(radius=0.8, start_angle=start, angle=sweep, color=color, fill_opacity=0.8, arc_center=at)

    def construct(self):
        a, b, c = np.array([-3, -1.5, 0]), np.array([3.4, -1.5, 0]), np.array([0.8, 1.8, 0])
        triangle = Polygon(a, b, c, color=WHITE)
        corners = [self.corner(a, b, c, BLUE), self.corner(b, c, a, GREEN), self.corner(c, a, b, YELLOW)]
        parallel = DashedLine([-3.5, 1.8, 0], [5, 1.8, 0], color=GREY_B)
        self.play(Create(triangle))
        self.play(*[FadeIn(s) for s in corners])
        self.play(Create(parallel))
        for corner, at in [(corners[0], a), (corners[1], b)]:
            moved = corner.copy()
            self.play(moved.animate.rotate(PI, about_point=(at + c) / 2), run_time=1.2)
        self.wait()
