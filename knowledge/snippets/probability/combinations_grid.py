"""
---
id: combinations-grid
title: Choose two out of five
topic: probability
tags: [combinations, choose, counting, pairs, selections, ways to pick, permutations]
asks:
  - how many ways to choose
  - combinations and binomial coefficient
  - list all pairs
  - n choose k
  - how many handshakes or teams
  - order does not matter
teaches: Join every pair of five points by a line and count them.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ChooseTwo(Scene):
    def construct(self):
        points = [2.2 * rotate_vector(UP, k * TAU / 5) + LEFT * 3 for k in range(5)]
        dots = VGroup(*[Dot(p, radius=0.15, color=BLUE) for p in points])
        self.play(FadeIn(dots))
        count = VGroup()
        pairs = [(i, j) for i in range(5) for j in range(i + 1, 5)]
        for number, (i, j) in enumerate(pairs, 1):
            new = Text(str(number), font_size=80).move_to(RIGHT * 3 + UP * 0.5)
            self.play(Create(Line(points[i], points[j], color=YELLOW).set_z_index(-1)), FadeOut(count), FadeIn(new), run_time=0.35)
            count = new
        self.play(Write(MathTex(r"\binom{5}{2} = 10", font_size=64).move_to(RIGHT * 3 + DOWN * 1.2)))
        self.wait()
