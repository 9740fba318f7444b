"""
---
id: vectors-and-plane-in-space
title: Two vectors and their cross product
topic: three-d
tags: [cross product, normal, 3d vectors, plane, normal vector, perpendicular to both]
asks:
  - cross product in 3d
  - normal vector of a plane
  - 3d vectors with arrows
  - right hand rule
  - perpendicular to two arrows
  - plane spanned by two vectors
teaches: "Arrow3D for the vectors, a polygon for what they span, the product at a right angle."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class CrossProduct(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=68 * DEGREES, theta=-50 * DEGREES)
        axes = ThreeDAxes(x_range=[-3, 3], y_range=[-3, 3], z_range=[-2, 3], x_length=6, y_length=6, z_length=5)
        u, v = np.array([2.0, 0.3, 0]), np.array([0.4, 1.4, 0])
        span = Polygon(ORIGIN, u, u + v, v, color=YELLOW, fill_opacity=0.4)
        arrows = [Arrow3D(ORIGIN, p, color=c, resolution=8) for p, c in [(u, BLUE), (v, GREEN), (np.cross(u, v), RED)]]
        self.play(Create(axes))
        self.play(FadeIn(arrows[0]), FadeIn(arrows[1]))
        self.play(Create(span))
        self.play(FadeIn(arrows[2]))
        self.move_camera(theta=-10 * DEGREES, run_time=2)
