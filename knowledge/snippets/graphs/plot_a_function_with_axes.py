"""
---
id: plot-a-function-with-axes
title: Plot a function on labelled axes
topic: graphs
tags: [plot, axes, function, curve, draw a graph, quadratic, labelled axes, function graph, y equals x squared]
asks:
  - plot a function
  - draw a graph of x squared with axes
  - coordinate system with labels and numbers
  - graph a parabola
  - how to draw axes and a curve
  - simple function plot with numbered axes
teaches: "Axes, add_coordinates for the numbers, plot for the curve, get_graph_label for its name."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PlotFunction(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 3, 1], y_range=[0, 9, 3], x_length=8, y_length=5)
        axes.add_coordinates()
        labels = axes.get_axis_labels(x_label="x", y_label="f(x)")
        curve = axes.plot(lambda x: x**2, color=YELLOW)
        name = MathTex("x^2", color=YELLOW).next_to(axes.c2p(2.5, 6.25), RIGHT)
        self.play(Create(axes), Write(labels))
        self.play(Create(curve), run_time=1.5)
        self.play(Write(name))
        self.wait()
