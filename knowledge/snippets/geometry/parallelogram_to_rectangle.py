"""
---
id: parallelogram-to-rectangle
title: Area of a parallelogram
topic: geometry
tags: [parallelogram, area, shear, cut, cut and move, area formula]
asks:
  - area of a parallelogram
  - cut and move a triangle to make a rectangle
  - base times height
  - area proof for children
  - cut off a corner and put it on the other side
  - slanted figure has the same area
teaches: "Cut the triangle off one side and move it to the other: a rectangle is left."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ParallelogramArea(Scene):
    def construct(self):
        p = [np.array(v, float) for v in ([-3, -1.5, 0], [2, -1.5, 0], [3.5, 1.5, 0], [-1.5, 1.5, 0])]
        foot = np.array([-1.5, -1.5, 0])
        piece = Polygon(p[0], foot, p[3], color=YELLOW, fill_opacity=0.6)
        rest = Polygon(foot, p[1], p[2], p[3], color=BLUE, fill_opacity=0.4)
        self.play(FadeIn(rest, piece))
        self.play(Create(DashedLine(foot, p[3], color=WHITE)))
        self.play(piece.animate.shift(p[1] - p[0]), run_time=1.5)
        self.play(Write(MathTex("A = b \\cdot h", font_size=60).to_edge(UP, buff=0.6)))
        self.wait()
