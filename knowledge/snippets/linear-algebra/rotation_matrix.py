"""
---
id: rotation-matrix
title: Rotation matrix turns the basis
topic: linear-algebra
tags: [rotation, matrix, basis, angle, rotate by theta, turn the plane, rotate a vector]
asks:
  - rotation matrix
  - rotate the plane by an angle with a matrix
  - columns of a matrix are where the basis goes
  - cos sin matrix
  - turn a vector by 30 degrees with sines and cosines
  - columns are the turned unit arrows
teaches: "The columns are where the unit vectors land: cosine and sine of the angle."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class RotationMatrix(Scene):
    def construct(self):
        plane = NumberPlane(x_range=[-2, 2], y_range=[-2, 2], x_length=6, y_length=6, background_line_style={"stroke_opacity": 0.3}).shift(LEFT * 3)
        o = plane.c2p(0, 0)
        t = ValueTracker(0)
        turn = lambda: t.get_value()
        x_arrow = always_redraw(lambda: Arrow(o, plane.c2p(np.cos(turn()), np.sin(turn())), buff=0, color=GREEN))
        y_arrow = always_redraw(lambda: Arrow(o, plane.c2p(-np.sin(turn()), np.cos(turn())), buff=0, color=RED))
        matrix = MathTex(r"\begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{pmatrix}", font_size=52).move_to(RIGHT * 3.5)
        self.play(Create(plane), Write(matrix))
        self.play(GrowArrow(x_arrow), GrowArrow(y_arrow))
        self.play(t.animate.set_value(50 * DEGREES), run_time=2)
        self.wait()
