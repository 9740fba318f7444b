"""
---
id: pythagoras-squares-on-sides
title: Pythagoras with squares on the sides
topic: geometry
tags: [pythagoras, right triangle, squares, theorem, pythagorean theorem, a squared plus b squared, right angled triangle, hypotenuse]
asks:
  - pythagorean theorem animation
  - squares on the sides of a right triangle
  - a squared plus b squared equals c squared
  - proof of pythagoras
  - right-angled triangle theorem with areas
  - hypotenuse square equals leg squares
teaches: Build each square outward from a side by turning the side's vector by 90 degrees.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Pythagoras(Scene):
    def square_on(self, start, end, color):
        side = end - start
        out = np.array([side[1], -side[0], 0])
        return Polygon(start, end, end + out, start + out, color=color, fill_opacity=0.4)

    def construct(self):
        a, b, c = np.array([-4, -0.6, 0]), np.array([-2.2, -0.6, 0]), np.array([-4, 1.8, 0])
        triangle = Polygon(a, b, c, color=WHITE, fill_opacity=0.2)
        squares = [self.square_on(a, b, BLUE), self.square_on(c, a, GREEN), self.square_on(b, c, YELLOW)]
        formula = MathTex("a^2", "+", "b^2", "=", "c^2", font_size=80).move_to(RIGHT * 3.6)
        for part, square in zip((0, 2, 4), squares):
            formula[part].set_color(square.get_color())
        self.play(Create(triangle), Create(RightAngle(Line(a, b), Line(a, c), length=0.25)))
        self.play(LaggedStart(*[FadeIn(s) for s in squares], lag_ratio=0.4))
        self.play(*[TransformFromCopy(s, formula[k]) for k, s in zip((0, 2, 4), squares)], Write(formula[1]), Write(formula[3]))
        self.wait()
