"""
---
id: box-the-result
title: Box around the final result
topic: equations
tags: [box, result, surround, final answer, frame a formula, boxed]
asks:
  - put a box around the answer
  - frame the final equation
  - highlight the result of a calculation
  - surrounding rectangle for a formula
  - final answer in a frame
  - SurroundingRectangle around an equation
teaches: SurroundingRectangle with a buff fits around whatever it is given.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BoxedResult(Scene):
    def construct(self):
        work = MathTex(r"\int_0^1 x^2\,dx = \left[\tfrac{x^3}{3}\right]_0^1", font_size=60).shift(UP)
        result = MathTex(r"= \frac{1}{3}", font_size=72).shift(DOWN)
        box = SurroundingRectangle(result, color=YELLOW, buff=0.25, corner_radius=0.1)
        self.play(Write(work))
        self.play(Write(result))
        self.play(Create(box), result.animate.set_color(YELLOW))
        self.wait()
