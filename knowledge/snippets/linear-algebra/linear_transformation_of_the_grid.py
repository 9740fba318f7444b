"""
---
id: linear-transformation-of-the-grid
title: Matrix moves the whole grid
topic: linear-algebra
tags: [matrix, linear transformation, grid, shear, matrix acts on space, deform the plane, basis vectors move]
asks:
  - apply a matrix to the plane
  - linear transformation of a grid
  - shear transformation
  - what a matrix does to space
  - squared paper gets sheared
  - ApplyMatrix to a NumberPlane
teaches: "apply_matrix on the plane and the basis vectors together, so that the arrows stay on the grid."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class GridTransformation(Scene):
    def construct(self):
        plane = NumberPlane(x_range=[-4, 4], y_range=[-3, 3], background_line_style={"stroke_opacity": 0.6})
        i_hat, j_hat = Arrow(ORIGIN, RIGHT, buff=0, color=GREEN), Arrow(ORIGIN, UP, buff=0, color=RED)
        matrix = [[1, 0.5], [0, 0.8]]
        self.play(Create(plane))
        self.play(GrowArrow(i_hat), GrowArrow(j_hat))
        moved = Arrow(ORIGIN, [0.5, 0.8, 0], buff=0, color=RED)
        self.play(plane.animate.apply_matrix(matrix), Transform(j_hat, moved), run_time=2)
        self.wait()
