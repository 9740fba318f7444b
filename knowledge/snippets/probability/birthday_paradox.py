"""
---
id: birthday-paradox
title: Birthday paradox
topic: probability
tags: [birthday, probability, coincidence, shared birthday, same day]
asks:
  - birthday paradox
  - chance that two people share a birthday
  - 23 people
  - surprising probability curve
  - same birthday in a class
  - how many people for fifty percent
teaches: The exact product gives the curve; dashed lines mark 23 people and one half.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Birthday(Scene):
    def construct(self):
        people = np.arange(1, 61)
        shared = 1 - np.cumprod((365 - (people - 1)) / 365)
        axes = Axes(x_range=[0, 60, 10], y_range=[0, 1, 0.5], x_length=10, y_length=5, tips=False).add_coordinates()
        graph = axes.plot_line_graph(people, shared, add_vertex_dots=False, line_color=YELLOW)
        self.play(Create(axes))
        self.play(Create(graph), run_time=2)
        point = axes.c2p(23, shared[22])
        self.play(Create(axes.get_lines_to_point(point, color=RED)), FadeIn(Dot(point, color=RED)))
        self.play(Write(Text("23 people", font_size=34, color=RED).next_to(point, RIGHT, buff=0.4)))
        self.wait()
