"""
---
id: cancel-terms
title: Cancel a factor in a fraction
topic: equations
tags: [cancel, fraction, simplify, reduce a fraction, strike out, common factor]
asks:
  - cross out terms in a fraction
  - cancel common factors
  - simplify a fraction with strike through
  - cancelling animation
  - numerator and denominator share a factor
  - diagonal line through equal factors
teaches: "A slanted line over each factor, then the short formula takes the place of the long one."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CancelFactor(Scene):
    def construct(self):
        fraction = MathTex(r"\frac{6}{8}", "=", r"\frac{2 \cdot 3}{2 \cdot 4}", font_size=90)
        self.play(Write(fraction))
        top, bottom = fraction[2][0], fraction[2][-3]
        strikes = VGroup(*[
            Line(t.get_corner(DL), t.get_corner(UR), color=RED, stroke_width=6).scale(1.4) for t in (top, bottom)
        ])
        self.play(Create(strikes))
        result = MathTex("=", r"\frac{3}{4}", font_size=90)
        self.play(VGroup(fraction, strikes).animate.shift(LEFT * 1.4))
        self.play(Write(result.next_to(fraction, RIGHT)))
        self.wait()
