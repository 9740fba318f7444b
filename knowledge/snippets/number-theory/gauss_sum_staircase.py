"""
---
id: gauss-sum-staircase
title: Gauss's sum from two staircases
topic: number-theory
tags: [gauss, sum, staircase, triangular numbers, sum of integers, first hundred numbers, one to n, arithmetic series]
asks:
  - sum of 1 to n
  - gauss trick visual
  - triangular numbers
  - two staircases make a rectangle
  - add all numbers from one to hundred
  - handshake count formula
teaches: A turned copy of the staircase completes a rectangle of n by n+1.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class GaussSum(Scene):
    def stairs(self, n, color):
        cells = VGroup()
        for row in range(n):
            for col in range(row + 1):
                cells.add(Square(0.6, stroke_width=2, color=WHITE).set_fill(color, 0.7).move_to([0.6 * col, -0.6 * row, 0]))
        return cells

    def construct(self):
        n = 6
        first = self.stairs(n, BLUE).move_to(LEFT * 3.2)
        second = first.copy().set_fill(YELLOW)
        self.play(LaggedStart(*[FadeIn(c) for c in first], lag_ratio=0.05))
        self.add(second)
        self.play(second.animate.rotate(PI).next_to(first, UP, buff=0).align_to(first, LEFT).shift([0.6, -0.6 * n, 0]), run_time=1.5)
        self.play(Write(MathTex(r"2 \cdot S = 6 \cdot 7", font_size=60).move_to(RIGHT * 3)))
        self.wait()
