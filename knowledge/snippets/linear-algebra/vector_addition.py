"""
---
id: vector-addition
title: Add two vectors tip to tail
topic: linear-algebra
tags: [vectors, addition, arrow, tip to tail, sum of vectors, resultant, parallelogram rule]
asks:
  - add vectors
  - tip to tail addition
  - parallelogram of vectors
  - sum of two arrows
  - "walk east, then north"
  - resulting force of two forces
teaches: "Move the second arrow to the tip of the first, then draw the sum from the start."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class VectorAddition(Scene):
    def construct(self):
        plane = NumberPlane(background_line_style={"stroke_opacity": 0.3})
        a, b = np.array([3, 1, 0]), np.array([-1, 2, 0])
        first = Arrow(ORIGIN, a, buff=0, color=BLUE)
        second = Arrow(ORIGIN, b, buff=0, color=GREEN)
        total = Arrow(ORIGIN, a + b, buff=0, color=YELLOW)
        self.add(plane)
        self.play(GrowArrow(first), GrowArrow(second))
        self.play(second.copy().animate.shift(a))
        self.play(GrowArrow(total))
        self.play(Write(MathTex(r"\vec a + \vec b", color=YELLOW).next_to(total.get_center(), UL, buff=0.3).add_background_rectangle()))
        self.wait()
