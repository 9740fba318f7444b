"""
---
id: pascals-triangle
title: Pascal's triangle
topic: number-theory
tags: [pascal, binomial, triangle, combinatorics, binomial coefficients, combinations, add the two above]
asks:
  - pascal's triangle
  - binomial coefficients triangle
  - each number is the sum of the two above
  - build a number triangle row by row
  - coefficients of (a+b)^n
  - triangle of sums
teaches: "Compute rows, place them centred, and show two entries flowing into the one below."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PascalTriangle(Scene):
    def construct(self):
        rows, row = [], [1]
        for r in range(7):
            rows.append(VGroup(*[Text(str(v), font_size=36).move_to([(k - r / 2) * 1.2, 2.8 - 0.9 * r, 0]) for k, v in enumerate(row)]))
            row = [a + b for a, b in zip([0, *row], [*row, 0])]
        for line in rows:
            self.play(FadeIn(line, shift=DOWN * 0.2), run_time=0.45)
        left, right, below = rows[4][1], rows[4][2], rows[5][2]
        arrows = VGroup(*[Arrow(p, below, buff=0.25, color=YELLOW, stroke_width=3, max_tip_length_to_length_ratio=0.3) for p in (left, right)])
        self.play(left.animate.set_color(YELLOW), right.animate.set_color(YELLOW), Create(arrows), below.animate.set_color(GREEN))
        self.wait()
