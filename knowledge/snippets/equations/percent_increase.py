"""
---
id: percent-increase
title: Ten percent up and ten percent down
topic: equations
tags: [percentage, increase, growth factor, percentage change, ten percent, discount, markup, not zero]
asks:
  - percentage increase and decrease
  - why plus ten and minus ten percent isn't zero
  - growth factor
  - multiply by 1.1
  - price goes up and then down by the same percent
  - discount and markup
teaches: Bars for each step with the factor on the arrow between them.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PercentSteps(Scene):
    def construct(self):
        values = [100, 110, 99]
        bars = VGroup(*[Rectangle(width=1.6, height=v / 30, stroke_width=0).set_fill(c, 0.8) for v, c in zip(values, (BLUE, GREEN, RED))])
        bars.arrange(RIGHT, buff=2, aligned_edge=DOWN)
        labels = [Text(str(v), font_size=36).next_to(b, DOWN) for v, b in zip(values, bars)]
        self.play(GrowFromEdge(bars[0], DOWN), FadeIn(labels[0]))
        for k, factor in [(1, r"\times 1.1"), (2, r"\times 0.9")]:
            arrow = MathTex(factor).move_to((bars[k - 1].get_center() + bars[k].get_center()) / 2)
            self.play(Write(arrow), TransformFromCopy(bars[k - 1], bars[k]), FadeIn(labels[k]))
        self.wait()
