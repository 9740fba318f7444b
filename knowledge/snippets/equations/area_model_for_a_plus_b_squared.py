"""
---
id: area-model-for-a-plus-b-squared
title: Why (a+b)² has a middle term
topic: equations
tags: [area model, binomial, square, proof, binomial formula, squaring a sum, middle term, expand brackets, geometric algebra]
asks:
  - area model of multiplication
  - visual proof of binomial formula
  - why is a plus b squared not a squared plus b squared
  - square cut into four rectangles
  - first binomial formula as a square
  - expand brackets geometrically
teaches: "A square of side a+b cut into four pieces: two squares and two equal rectangles."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BinomialSquare(Scene):
    def construct(self):
        a, b = 3.0, 1.6
        spec = [(a, a, "a^2", BLUE), (b, a, "ab", GREEN), (a, b, "ab", GREEN), (b, b, "b^2", YELLOW)]
        pieces = VGroup()
        for width, height, tex, color in spec:
            box = Rectangle(width=width, height=height, color=color, fill_opacity=0.4)
            pieces.add(VGroup(box, MathTex(tex).move_to(box)))
        pieces.arrange_in_grid(rows=2, cols=2, buff=0.08).shift(LEFT * 3)
        formula = MathTex("(a+b)^2", "=", "a^2", "+", "2ab", "+", "b^2", font_size=56).shift(RIGHT * 3.2)
        formula[2].set_color(BLUE), formula[4].set_color(GREEN), formula[6].set_color(YELLOW)
        self.play(LaggedStart(*[FadeIn(p, scale=0.7) for p in pieces], lag_ratio=0.3))
        self.play(Write(formula[:2]))
        for sources, targets in [((0,), formula[2]), ((1, 2), formula[3:5]), ((3,), formula[5:7])]:
            copies = [targets.copy() for _ in sources]
            self.play(*[TransformFromCopy(pieces[i][1], c) for i, c in zip(sources, copies)], run_time=0.8)
            self.remove(*copies).add(targets)
        self.wait()
