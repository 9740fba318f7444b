"""
---
id: gcd-as-tiling-squares
title: Euclid's algorithm as cutting squares
topic: number-theory
tags: [gcd, euclid, algorithm, rectangle, highest common factor, greatest common divisor]
asks:
  - greatest common divisor visualised
  - euclidean algorithm
  - tile a rectangle with squares
  - gcd by subtraction picture
  - largest square tiles that fill a floor
  - common measure of two lengths
teaches: Cut the largest square off the rectangle again and again; the last square's side is the gcd.
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class EuclidSquares(Scene):
    def construct(self):
        a, b, unit = 21, 15, 0.3
        x, y = -a * unit / 2, -b * unit / 2 - 0.3
        outline = Rectangle(width=a * unit, height=b * unit).move_to([0, -0.3, 0])
        self.play(Create(outline), FadeIn(Text("21 × 15", font_size=40).to_edge(UP, buff=0.5)))
        colors = [BLUE, GREEN, GREEN, YELLOW, YELLOW]
        while a and b:
            side = min(a, b)
            square = Square(side * unit, stroke_width=2).set_fill(colors.pop(0) if colors else YELLOW, 0.5)
            square.move_to([x, y, 0], aligned_edge=DL)
            label = Text(str(side), font_size=14 + 2 * side).move_to(square)
            self.play(FadeIn(square, scale=0.8), FadeIn(label), run_time=0.6)
            if a >= b:
                a, x = a - side, x + side * unit
            else:
                b, y = b - side, y + side * unit
        self.play(FadeIn(Text("greatest common divisor 3", font_size=34, color=YELLOW).to_edge(DOWN, buff=0.3)))
        self.wait()
