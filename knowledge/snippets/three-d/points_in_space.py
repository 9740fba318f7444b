"""
---
id: points-in-space
title: Point cloud in space with a turning camera
topic: three-d
tags: [3d scatter, points, rotation, data cloud, three variables]
asks:
  - 3d scatter plot
  - points in three dimensions
  - rotate a cloud of points
  - data with three features
  - data cloud with three axes
  - Dot3D scatter
teaches: Dot3D for each row of data; the camera turns so that depth is seen.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Scatter3D(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=70 * DEGREES, theta=-45 * DEGREES)
        axes = ThreeDAxes(x_range=[-3, 3], y_range=[-3, 3], z_range=[-2, 2], x_length=6, y_length=6, z_length=4)
        rng = np.random.default_rng(6)
        points = np.concatenate([np.clip(rng.normal(0, 0.4, (12, 3)), -1, 1) + c for c in ([1.5, 1, 0.8], [-1.5, -1, -0.6])])
        dots = VGroup(*[Dot3D(p, radius=0.08, color=BLUE if k < 12 else ORANGE, resolution=(4, 4)) for k, p in enumerate(points)])
        self.play(Create(axes))
        self.play(FadeIn(dots, lag_ratio=0.05))
        self.begin_ambient_camera_rotation(rate=0.4)
        self.wait(2)
        self.stop_ambient_camera_rotation()
