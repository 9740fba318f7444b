"""
---
id: chalkboard-style
title: Chalkboard look
topic: themes
tags: [chalkboard, style, handwriting, blackboard, classroom, chalk handwriting, school]
asks:
  - blackboard style
  - chalk look
  - classroom theme
  - hand drawn lines
  - like a teacher at a green board
  - white chalk strokes
teaches: "A green board with a wooden frame, thin white lines, and Write for the chalk."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Chalkboard(Scene):
    def construct(self):
        board = Rectangle(width=12.8, height=6.8, color=ManimColor("#8A5A2B"), stroke_width=22)
        board.set_fill(ManimColor("#23493B"), 1)
        words = Text("Today: why do ships float?", font_size=44).shift(UP * 2)
        ship = VMobject(color=WHITE).set_points_as_corners([[-2.5, 0, 0], [2.5, 0, 0], [1.8, -1, 0], [-1.8, -1, 0], [-2.5, 0, 0]])
        water = FunctionGraph(lambda x: 0.12 * np.sin(4 * x) - 0.7, x_range=[-5, 5], color=BLUE_B)
        self.add(board)
        self.play(Write(words))
        self.play(Create(ship), Create(water), run_time=2)
        self.wait()
