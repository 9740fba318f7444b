"""
---
id: sum-of-odd-numbers
title: Odd numbers add up to squares
topic: number-theory
tags: [sum, odd, square, visual proof, l-shapes, perfect squares, gnomon]
asks:
  - sum of odd numbers is a square
  - visual proof with dots
  - growing L shapes
  - square numbers
  - "1+3+5+7 makes a square"
  - gnomons of dots
teaches: Each odd number is an L of dots around the square before it.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class OddSquares(Scene):
    def construct(self):
        colors = [YELLOW, BLUE, GREEN, RED, PURPLE]
        sum_text = MathTex("0", font_size=1).move_to(RIGHT * 3)
        terms = []
        for n in range(5):
            dots = VGroup(*[
                Dot([-5 + 0.9 * i, -2 + 0.9 * j, 0], radius=0.25, color=colors[n])
                for i in range(n + 1) for j in range(n + 1) if max(i, j) == n
            ])
            terms.append(str(2 * n + 1))
            new = MathTex("+".join(terms) + rf"= {n + 1}^2", font_size=52).move_to(RIGHT * 3.2)
            self.play(FadeIn(dots, scale=0.5), FadeOut(sum_text), FadeIn(new), run_time=0.9)
            sum_text = new
        self.wait()
