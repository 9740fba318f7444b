"""
---
id: solids-in-space
title: "Cube, sphere and cone in space"
topic: three-d
tags: [3d, cube, sphere, cone, cylinder, geometric bodies, polyhedra]
asks:
  - 3d shapes
  - draw a cube and a sphere
  - show solids in three dimensions
  - rotating cube
  - "ball, box, cone and cylinder"
  - basic bodies
teaches: Solids are ordinary mobjects; shift them apart and turn one about its own axis.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Solids(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=70 * DEGREES, theta=-60 * DEGREES)
        cube = Cube(side_length=1.6, fill_opacity=0.8, fill_color=BLUE).shift(LEFT * 3)
        ball = Sphere(radius=1, resolution=16)
        cone = Cone(base_radius=0.9, height=1.8, resolution=16).shift(RIGHT * 3)
        for solid in (cube, ball, cone):
            self.play(FadeIn(solid, scale=0.5), run_time=0.7)
        self.play(Rotate(cube, PI / 2, axis=OUT), run_time=1.5)
        self.wait(0.5)
