"""
---
id: determinant-as-area
title: Determinant as the factor of area
topic: linear-algebra
tags: [determinant, area, matrix, area scaling, unit square becomes parallelogram, volume factor, orientation]
asks:
  - what the determinant means
  - area scaling of a linear map
  - unit square becomes a parallelogram
  - determinant visualised
  - how much a matrix stretches a square
  - negative means flipped
teaches: "The unit square, moved by the matrix, becomes a parallelogram whose area is the determinant."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Determinant(Scene):
    def construct(self):
        plane = NumberPlane(x_range=[-1, 5], y_range=[-1, 4], x_length=7.2, y_length=6, background_line_style={"stroke_opacity": 0.4}).shift(LEFT * 2.5)
        o = plane.c2p(0, 0)
        shape = lambda p, q: Polygon(o, plane.c2p(*p), plane.c2p(p[0] + q[0], p[1] + q[1]), plane.c2p(*q), color=YELLOW, fill_opacity=0.5)
        square, image = shape((1, 0), (0, 1)), shape((3, 0), (1, 2))
        matrix = MathTex(r"\det \begin{pmatrix} 3 & 1 \\ 0 & 2 \end{pmatrix} = 6", font_size=48).move_to(RIGHT * 4)
        self.play(Create(plane), FadeIn(square))
        self.play(Transform(square, image), run_time=2)
        self.play(Write(matrix))
        self.wait()
