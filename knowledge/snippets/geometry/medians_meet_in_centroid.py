"""
---
id: medians-meet-in-centroid
title: Medians meet in the centroid
topic: geometry
tags: [centroid, medians, triangle, centre, center of gravity, center of mass, triangle centers, barycenter]
asks:
  - centroid of a triangle
  - draw the medians of a triangle
  - center of mass of a triangle
  - lines from corners to midpoints
  - balance a triangle on a pencil
  - segment from a vertex to the middle of the opposite side
teaches: Join each corner with the midpoint of the other side; move a corner and they still meet.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Centroid(Scene):
    def construct(self):
        x = ValueTracker(-1.5)
        corners = lambda: [np.array([-3.5, -2, 0]), np.array([3.5, -2, 0]), np.array([x.get_value(), 2.3, 0])]

        def drawing():
            p = corners()
            medians = [Line(p[i], (p[i - 1] + p[i - 2]) / 2, color=BLUE) for i in range(3)]
            return VGroup(Polygon(*p, color=WHITE), *medians, Dot(sum(p) / 3, color=YELLOW, radius=0.12))

        figure = always_redraw(drawing)
        self.play(FadeIn(figure))
        self.play(x.animate.set_value(3), run_time=2)
        self.play(x.animate.set_value(0), run_time=1.5)
        self.wait(0.5)
