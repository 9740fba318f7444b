"""
---
id: shift-and-stretch-a-graph
title: "Shift, stretch and mirror a graph"
topic: graphs
tags: [transformation, shift, stretch, function, function transformations, move a parabola, amplitude, vertex form, translate a graph]
asks:
  - move a graph up and to the right
  - transformations of functions
  - what f(x-2) does to the curve
  - stretch a parabola
  - vertex form of a parabola
  - add a number inside or outside of f
teaches: "Transform the curve into the plot of the changed function, with the formula changing alongside."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class GraphTransformations(Scene):
    def construct(self):
        axes = Axes(x_range=[-4, 5], y_range=[-3, 4], x_length=8, y_length=5.5, tips=False).shift(RIGHT * 1.5)
        steps = [("x^2", lambda x: x**2, [-2, 2]), ("(x-2)^2", lambda x: (x - 2) ** 2, [0, 4]), ("(x-2)^2 - 2", lambda x: (x - 2) ** 2 - 2, [-0.4, 4.4]), ("-(x-2)^2 + 2", lambda x: 2 - (x - 2) ** 2, [-0.2, 4.2])]
        curve = formula = None
        self.play(Create(axes))
        for tex, f, span in steps:
            new = axes.plot(f, x_range=span, color=YELLOW)
            text = MathTex(tex, font_size=50).to_corner(UL, buff=0.8)
            if curve is None:
                self.play(Create(new), Write(text))
            else:
                self.play(ReplacementTransform(curve, new), FadeOut(formula), FadeIn(text))
            self.wait(0.3)
            curve, formula = new, text
        self.wait(0.5)
