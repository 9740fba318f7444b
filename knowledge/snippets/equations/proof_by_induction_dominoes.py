"""
---
id: proof-by-induction-dominoes
title: Induction as falling dominoes
topic: equations
tags: [induction, dominoes, proof, mathematical induction, base case, inductive step, domino effect]
asks:
  - proof by induction
  - falling dominoes
  - chain reaction
  - base case and step
  - if it holds for n then for n plus 1
  - row of stones tips over
teaches: Each domino turns about its foot a little after the one before.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Dominoes(Scene):
    def construct(self):
        ground = Line(LEFT * 6, RIGHT * 6, color=GREY_B).shift(DOWN)
        tiles = VGroup(*[Rectangle(width=0.25, height=1.8, color=WHITE, fill_opacity=0.9).move_to([-4.5 + 1.1 * k, -1, 0], aligned_edge=DOWN) for k in range(8)])
        names = VGroup(*[Text(str(k + 1), font_size=28).next_to(t, DOWN, buff=0.3) for k, t in enumerate(tiles)])
        self.play(Create(ground), FadeIn(tiles, names))
        falls = [Rotate(t, -1.0, about_point=t.get_corner(DR), rate_func=rush_into) for t in tiles]
        self.play(LaggedStart(*falls, lag_ratio=0.35), run_time=3.5)
        self.wait()
