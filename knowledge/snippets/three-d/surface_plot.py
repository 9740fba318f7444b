"""
---
id: surface-plot
title: "Surface over the plane, seen from a turning camera"
topic: three-d
tags: [3d, surface, plot, camera, z equals f of x y, two variables, saddle, mountain, 3d graph, rotating surface]
asks:
  - 3d surface plot
  - plot a function of two variables
  - rotate the camera around a surface
  - three dimensional graph
  - "hills and valleys of f(x,y)"
  - mountain landscape from a formula
teaches: plot_surface on ThreeDAxes with a coarse resolution; ambient rotation turns the camera.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class SurfacePlot(ThreeDScene):
    def construct(self):
        axes = ThreeDAxes(x_range=[-3, 3], y_range=[-3, 3], z_range=[-1, 2], x_length=6, y_length=6, z_length=3)
        surface = axes.plot_surface(
            lambda x, y: np.exp(-(x**2 + y**2) / 3) * 1.8, u_range=[-3, 3], v_range=[-3, 3], resolution=16, fill_opacity=0.8
        )
        self.set_camera_orientation(phi=65 * DEGREES, theta=-45 * DEGREES, zoom=0.9)
        self.play(Create(axes), FadeIn(surface))
        self.begin_ambient_camera_rotation(rate=0.3)
        self.wait(2.5)
        self.stop_ambient_camera_rotation()
