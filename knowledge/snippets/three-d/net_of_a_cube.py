"""
---
id: net-of-a-cube
title: Cube that unfolds into its net
topic: three-d
tags: [net, cube, unfold, 3d, fold up a box, surface area, carton]
asks:
  - unfold a cube
  - net of a cube
  - folding a box
  - surface area of a cube
  - paper box cut open
  - six faces laid flat
teaches: Rotate each face about the edge it shares with the base.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CubeNet(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=60 * DEGREES, theta=-50 * DEGREES)
        side = 1.6
        base = Square(side, color=BLUE, fill_opacity=0.5)
        faces = VGroup()
        for direction, axis in [(RIGHT, UP), (LEFT, DOWN), (UP, LEFT), (DOWN, RIGHT)]:
            face = Square(side, color=TEAL, fill_opacity=0.5).shift(direction * side)
            face.rotate(-PI / 2, axis=axis, about_point=direction * side / 2)
            faces.add(face)
        self.add(base, faces)
        self.wait(0.5)
        turns = [Rotate(f, PI / 2, axis=a, about_point=d * side / 2) for f, (d, a) in zip(faces, [(RIGHT, UP), (LEFT, DOWN), (UP, LEFT), (DOWN, RIGHT)])]
        self.play(*turns, run_time=2.5)
        self.wait(0.5)
