"""
---
id: logarithmic-scale
title: Logarithmic axis makes exponential growth a line
topic: graphs
tags: [log scale, logarithm, exponential, log axis, semilog, exponential as a straight line, orders of magnitude]
asks:
  - log scale on the y axis
  - logarithmic plot
  - semilog graph
  - exponential growth looks straight on a log scale
  - each step on the axis is times ten
  - earthquake or decibel scale
teaches: scaling=LogBase() on the y axis; the same data drawn on both kinds of axes.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class LogScale(Scene):
    def construct(self):
        small = {"x_length": 5, "y_length": 4.2, "tips": False}
        plain = Axes(x_range=[0, 6, 1], y_range=[0, 70, 10], **small).shift(LEFT * 3.5)
        logs = Axes(x_range=[0, 6, 1], y_range=[0, 2, 1], y_axis_config={"scaling": LogBase(10)}, **small).shift(RIGHT * 3.5)
        logs.y_axis.add_labels({1: "1", 10: "10", 100: "100"}, font_size=30)
        names = VGroup(Text("linear axis", font_size=30).next_to(plain, UP), Text("logarithmic axis", font_size=30).next_to(logs, UP))
        self.play(Create(plain), Create(logs), FadeIn(names))
        curves = [axes.plot(lambda x: 2**x, x_range=[0, 6], color=YELLOW) for axes in (plain, logs)]
        self.play(*[Create(c) for c in curves], run_time=2)
        self.wait()
