"""
---
id: picture-in-picture-inset
title: Inset in the corner while the main drawing goes on
topic: layout
tags: [inset, picture in picture, corner, small view in the corner, thumbnail, keep visible]
asks:
  - small picture in the corner
  - keep an overview visible while showing detail
  - shrink the diagram to the corner and continue
  - picture in picture
  - mini map stays in a corner
  - keep the previous figure small
teaches: "Group the finished drawing with a frame, shrink both to the corner, and use the free room."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Inset(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 6, 1], y_range=[0, 4, 1], x_length=7, y_length=4.5, tips=False)
        curve = axes.plot(lambda x: 2 + 1.5 * np.sin(x), color=BLUE)
        figure = VGroup(axes, curve)
        self.play(Create(axes), Create(curve))
        frame = SurroundingRectangle(figure, color=GREY_B, buff=0.3)
        self.play(Create(frame))
        self.play(VGroup(figure, frame).animate.scale(0.4).to_corner(UR))
        detail = Text("Now look at one period", font_size=40).shift(DOWN * 0.5 + LEFT)
        self.play(Write(detail))
        self.wait()
