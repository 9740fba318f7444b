"""
---
id: inequality-on-the-number-line
title: Inequality on the number line
topic: equations
tags: [inequality, number line, interval, at most, at least, greater than, open and closed end, less than or equal]
asks:
  - show an inequality on a number line
  - open and closed interval
  - solution set as a ray
  - x greater than 2 drawn
  - ray with an open circle
  - all numbers smaller than five
teaches: "A hollow dot for an excluded end, and a thick ray for all that is allowed."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Inequality(Scene):
    def construct(self):
        line = NumberLine(x_range=[-3, 6, 1], length=11, include_numbers=True)
        title = MathTex("x > 2", font_size=80).to_edge(UP, buff=1.2)
        start, end = line.n2p(2), line.n2p(6)
        ray = Arrow(start, end, color=YELLOW, buff=0.12, stroke_width=10)
        hollow = Circle(0.13, color=YELLOW, stroke_width=5).set_fill(BLACK, 1).move_to(start).set_z_index(1)
        self.play(Write(title), Create(line))
        self.play(GrowFromCenter(hollow))
        self.play(GrowArrow(ray))
        self.wait()
