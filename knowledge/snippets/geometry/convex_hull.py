"""
---
id: convex-hull
title: Convex hull of points
topic: geometry
tags: [convex hull, points, rubber band, enclosing polygon, outermost points, gift wrapping]
asks:
  - convex hull
  - smallest polygon around points
  - rubber band around nails
  - computational geometry
  - fence around all trees
  - gift wrapping algorithm
teaches: "ConvexHull takes the points; dots inside stay blue, corners turn yellow."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Hull(Scene):
    def construct(self):
        rng = np.random.default_rng(14)
        points = [[x, y, 0] for x, y in rng.uniform([-4.5, -2.6], [4.5, 2.6], (16, 2))]
        dots = VGroup(*[Dot(p, color=BLUE) for p in points])
        hull = ConvexHull(*points, color=YELLOW)
        self.play(LaggedStart(*[FadeIn(d, scale=2) for d in dots], lag_ratio=0.08))
        self.play(Create(hull), run_time=2)
        self.play(hull.animate.set_fill(YELLOW, 0.15))
        self.wait()
