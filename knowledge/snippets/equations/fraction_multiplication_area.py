"""
---
id: fraction-multiplication-area
title: Multiply fractions as an area
topic: equations
tags: [fraction, multiplication, area, product of fractions, area model]
asks:
  - multiply two fractions visually
  - half of a third
  - fraction of a fraction
  - area model for fractions
  - two thirds of three quarters as overlap
  - square with shaded rows and columns
teaches: "Shade columns for one fraction, rows for the other: the overlap is the product."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FractionProduct(Scene):
    def construct(self):
        side = 4.2
        square = Square(side).shift(LEFT * 3)
        origin = square.get_corner(DL)
        box = lambda w, h, c: Rectangle(width=side * w, height=side * h, stroke_width=0).set_fill(c, 0.5).move_to(origin, aligned_edge=DL)
        verticals = VGroup(*[Line(origin + RIGHT * side * k / 3, origin + [side * k / 3, side, 0]) for k in (1, 2)])
        level = Line(origin + UP * side / 2, origin + [side, side / 2, 0])
        formula = MathTex(r"\tfrac23", r"\cdot", r"\tfrac12", "=", r"\tfrac26", font_size=72).shift(RIGHT * 3)
        self.play(Create(square))
        self.play(Create(verticals), FadeIn(box(2 / 3, 1, BLUE)), Write(formula[0]))
        self.play(Create(level), FadeIn(box(1, 1 / 2, YELLOW)), Write(formula[1:3]))
        self.play(FadeIn(box(2 / 3, 1 / 2, GREEN).set_fill(opacity=0.9)), Write(formula[3:]))
        self.wait()
