"""
---
id: limit-of-partial-sums
title: Halves that add up to one
topic: calculus
tags: [series, geometric, sum, limit, infinite series, convergence, zeno, half and half again, sum to infinity]
asks:
  - infinite sum visualized
  - geometric series one half plus one quarter
  - partial sums converge
  - sum of halves fills a square
  - zeno paradox half the way and half again
  - series adds up to a finite number
teaches: "Cut a square in halves again and again: the pieces never overfill it."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class HalvesSum(Scene):
    def construct(self):
        side = 4.5
        corner, width, height = np.array([-5.5, -side / 2, 0]), side, side
        self.play(Create(Square(side, color=GREY_B).move_to(corner + [side / 2, side / 2, 0])))
        terms = ""
        formula = MathTex("0", font_size=1).move_to(RIGHT * 2.8)
        for k in range(1, 6):
            upright = k % 2 == 1
            width, height = (width / 2, height) if upright else (width, height / 2)
            piece = Rectangle(width=width, height=height, color=BLUE, fill_opacity=0.6).set_color(interpolate_color(BLUE, YELLOW, k / 6))
            piece.move_to(corner + [width / 2, height / 2, 0])
            corner = corner + ([width, 0, 0] if upright else [0, height, 0])
            terms += ("+" if terms else "") + rf"\tfrac{{1}}{{{2**k}}}"
            new = MathTex(terms, font_size=56).move_to(RIGHT * 2.8 + UP * 0.6)
            self.play(FadeIn(piece), FadeOut(formula), FadeIn(new), run_time=0.8)
            formula = new
        self.play(Write(MathTex(r"+ \cdots = 1", font_size=56).move_to(RIGHT * 2.8 + DOWN * 0.8)))
        self.wait()
