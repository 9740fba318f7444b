"""
---
id: polar-rose
title: Polar plot of a rose
topic: graphs
tags: [polar, rose, plane, cardioid, r theta, polar coordinates, petals]
asks:
  - polar coordinates plot
  - draw a rose curve
  - r as a function of theta
  - polar graph animation
  - flower shaped graph
  - radius depends on the angle
teaches: "PolarPlane draws the grid, plot_polar_graph the curve r(theta)."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class PolarRose(Scene):
    def construct(self):
        plane = PolarPlane(radius_max=2, size=5.5, azimuth_step=12).shift(RIGHT * 1.5)
        rose = plane.plot_polar_graph(lambda t: 2 * np.cos(2 * t), [0, TAU], color=PINK)
        name = MathTex(r"r = 2\cos 2\theta", font_size=48).to_corner(UL, buff=0.8)
        self.play(Create(plane), Write(name))
        self.play(Create(rose), run_time=3)
        self.wait()
