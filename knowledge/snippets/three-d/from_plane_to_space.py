"""
---
id: from-plane-to-space
title: From a flat picture into space
topic: three-d
tags: [3d, camera move, 2d to 3d, tilt the camera, third dimension, lift off]
asks:
  - tilt from 2d to 3d
  - start flat and turn into three dimensions
  - move the camera in 3d
  - reveal the third dimension
  - flat drawing gets depth
  - square becomes a cube view
teaches: "Start looking straight down, then move_camera to a slanted view."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FlatToSpace(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=0, theta=-90 * DEGREES)
        plane = NumberPlane(x_range=[-4, 4], y_range=[-3, 3], background_line_style={"stroke_opacity": 0.4})
        square = Square(2, color=YELLOW, fill_opacity=0.5)
        self.play(Create(plane), FadeIn(square))
        self.move_camera(phi=60 * DEGREES, theta=-60 * DEGREES, run_time=2)
        tower = VGroup(*[square.copy().shift(OUT * 0.4 * k) for k in range(1, 5)])
        self.play(LaggedStart(*[FadeIn(s, shift=OUT * 0.3) for s in tower], lag_ratio=0.3))
        self.wait()
