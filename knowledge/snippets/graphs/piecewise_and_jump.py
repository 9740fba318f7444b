"""
---
id: piecewise-and-jump
title: Function with a jump
topic: graphs
tags: [piecewise, discontinuity, step, jump, step function, jump discontinuity, open and closed circle, cases]
asks:
  - piecewise function graph
  - show a discontinuity
  - step function with open and closed dots
  - jump in a graph
  - tax brackets or postage as steps
  - function defined by cases
teaches: Plot each piece on its own range; a hollow dot marks the value that isn't taken.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class JumpFunction(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 3], y_range=[-1, 4], x_length=8, y_length=5, tips=False)
        left = axes.plot(lambda x: 1 + 0.3 * x, x_range=[-3, 0.5], color=BLUE)
        right = axes.plot(lambda x: 3 - 0.4 * (x - 0.5) ** 2, x_range=[0.5, 3], color=BLUE)
        full = Dot(axes.c2p(0.5, 3), color=BLUE)
        hollow = Circle(0.09, color=BLUE).set_fill(BLACK, 1).move_to(axes.c2p(0.5, 1.15))
        gap = DoubleArrow(hollow.get_center(), full.get_center(), color=RED, buff=0.15)
        word = Text("jump", font_size=34, color=RED).next_to(gap, RIGHT)
        self.play(Create(axes))
        self.play(Create(left), FadeIn(hollow))
        self.play(Create(right), FadeIn(full))
        self.play(GrowFromCenter(gap), FadeIn(word))
        self.wait()
