"""
---
id: compare-two-functions
title: Compare two functions with a legend
topic: graphs
tags: [compare, legend, two curves, two graphs, which one is larger, intersection of curves]
asks:
  - plot several functions in one graph
  - legend for a plot
  - linear versus exponential growth
  - two curves in different colours
  - which one grows faster
  - several graphs with names in a corner
teaches: Plot both on the same axes and name them in a small legend away from the curves.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CompareFunctions(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 5, 1], y_range=[0, 16, 4], x_length=8, y_length=5, tips=False).add_coordinates()
        spec = [("linear", lambda x: 3 * x, BLUE), ("exponential", lambda x: 2**x / 2, ORANGE)]
        legend = VGroup()
        self.play(Create(axes))
        for name, f, color in spec:
            curve = axes.plot(f, color=color)
            entry = VGroup(Line(ORIGIN, RIGHT * 0.6, color=color, stroke_width=6), Text(name, font_size=28)).arrange(RIGHT)
            legend.add(entry)
            legend.arrange(DOWN, aligned_edge=LEFT).move_to(axes.c2p(0.3, 15.5), aligned_edge=UL)
            self.play(Create(curve), FadeIn(entry))
        self.wait()
