"""
---
id: matrix-product-as-composition
title: One matrix after another
topic: linear-algebra
tags: [composition, matrix multiplication, transformation, order matters, not commutative, ab is not ba, multiply matrices]
asks:
  - matrix multiplication as composition
  - rotate then shear
  - two transformations in a row
  - order of matrices matters
  - "first this transformation, then that one"
  - AB is not BA
teaches: "Apply both orders to two copies of the same shape: the results differ."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Composition(Scene):
    def construct(self):
        shape = lambda x: Polygon([0, 0, 0], [1.4, 0, 0], [1.4, 0.7, 0], [0.7, 0.7, 0], [0.7, 1.4, 0], [0, 1.4, 0], color=YELLOW, fill_opacity=0.5).shift([x, -0.7, 0])
        left, right = shape(-4), shape(2.6)
        spin, shear = [[0, -1], [1, 0]], [[1, 1], [0, 1]]
        names = [Text("turn, then shear", font_size=32).move_to([-3.5, 2.8, 0]), Text("shear, then turn", font_size=32).move_to([3.3, 2.8, 0])]
        self.play(FadeIn(left, right, *names))
        for first, second in [(spin, shear), (shear, spin)]:
            self.play(left.animate.apply_matrix(first, about_point=left.get_center()), right.animate.apply_matrix(second, about_point=right.get_center()), run_time=1.5)
            self.wait(0.3)
        self.wait(0.5)
