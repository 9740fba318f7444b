"""
---
id: balance-scale
title: Equation as a balance
topic: equations
tags: [balance, scale, equation, both sides, weighing scale, equation as balance, solve for x]
asks:
  - explain an equation as a balance scale
  - do the same on both sides
  - weighing scale for algebra
  - why we subtract on both sides
  - seesaw with x on one side
  - take the same weight from both pans
teaches: Weights on both pans; taking the same from both keeps the beam level.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Balance(Scene):
    def weight(self, words, color):
        box = Square(0.8, color=color, fill_opacity=0.5)
        return VGroup(box, Text(words, font_size=34).move_to(box))

    def construct(self):
        beam = Line(LEFT * 4, RIGHT * 4, stroke_width=8).shift(DOWN)
        foot = Triangle(color=WHITE, fill_opacity=1).scale(0.6).next_to(beam, DOWN, buff=0)
        left = VGroup(self.weight("x", YELLOW), self.weight("1", BLUE), self.weight("1", BLUE))
        right = VGroup(*[self.weight("1", BLUE) for _ in range(5)])
        left.arrange(RIGHT, buff=0.1).next_to(beam.point_from_proportion(0.2), UP, buff=0.1)
        right.arrange(RIGHT, buff=0.1).next_to(beam.point_from_proportion(0.75), UP, buff=0.1)
        equation = MathTex("x + 2 = 5", font_size=64).to_edge(UP, buff=0.8)
        self.play(Create(beam), FadeIn(foot, left, right), Write(equation))
        for k in (1, 2):
            self.play(FadeOut(left[-k], shift=UP), FadeOut(right[-k], shift=UP))
        self.play(TransformMatchingShapes(equation, MathTex("x = 3", font_size=64).move_to(equation)))
        self.wait()
