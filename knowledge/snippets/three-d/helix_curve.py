"""
---
id: helix-curve
title: Helix in space
topic: three-d
tags: [helix, parametric, 3d curve, spiral staircase, corkscrew, dna, spring shape, coil]
asks:
  - draw a helix
  - 3d parametric curve
  - spiral in three dimensions
  - spring shaped curve
  - DNA strand or corkscrew
  - curve that winds upwards
teaches: ParametricFunction takes a function from t to a point in space.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Helix(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=70 * DEGREES, theta=-45 * DEGREES)
        axes = ThreeDAxes(x_range=[-3, 3], y_range=[-3, 3], z_range=[-2, 2], x_length=6, y_length=6, z_length=4)
        curve = ParametricFunction(
            lambda t: np.array([1.6 * np.cos(t), 1.6 * np.sin(t), t / 6]), t_range=[-3 * PI, 3 * PI], color=YELLOW
        )
        self.play(Create(axes))
        self.play(Create(curve), run_time=3)
        self.wait(0.5)
