"""
---
id: dice-sum-distribution
title: Sums of two dice
topic: probability
tags: [dice, distribution, sum, table, two dice, sum of dice, sample space, outcomes, rolling]
asks:
  - distribution of the sum of two dice
  - rolling two dice
  - why seven is the most likely
  - grid of outcomes for dice
  - two dice totals from 2 to 12
  - table of 36 outcomes
teaches: "A 6×6 grid of sums, coloured by sum: the diagonals show why 7 wins."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TwoDice(Scene):
    def construct(self):
        cells = VGroup()
        for i in range(1, 7):
            for j in range(1, 7):
                box = Square(0.75, stroke_width=1.5).set_fill(interpolate_color(BLUE_E, RED, (i + j - 2) / 10), 0.8)
                cells.add(VGroup(box, Text(str(i + j), font_size=26).move_to(box)))
        cells.arrange_in_grid(6, 6, buff=0.05).shift(LEFT * 2.5)
        sevens = [c for k, c in enumerate(cells) if k // 6 + k % 6 + 2 == 7]
        words = MathTex(r"P(7) = \frac{6}{36} = \frac16", font_size=56).move_to(RIGHT * 4)
        self.play(LaggedStart(*[FadeIn(c) for c in cells], lag_ratio=0.03), run_time=2)
        self.play(*[c[0].animate.set_stroke(YELLOW, 5) for c in sevens])
        self.play(Write(words))
        self.wait()
