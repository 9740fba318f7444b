"""
---
id: region-between-two-curves
title: Shade the region between two curves
topic: graphs
tags: [area, between, shade, bounded graph, enclosed area, between graphs, area between functions]
asks:
  - area between two curves
  - shade the region between graphs
  - fill between curves
  - bounded area of two functions
  - colour what lies between two graphs
  - profit as area between revenue and cost
teaches: get_area takes the second curve as bounded_graph and fills what lies between.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BetweenCurves(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 4, 1], y_range=[0, 5, 1], x_length=7, y_length=5, tips=False)
        top = axes.plot(lambda x: 4 * x - x**2, color=BLUE)
        low = axes.plot(lambda x: x, color=YELLOW)
        region = axes.get_area(top, x_range=[0, 3], bounded_graph=low, color=GREEN, opacity=0.5)
        formula = MathTex(r"\int_0^3 (4x - x^2) - x \; dx", font_size=40).next_to(axes.c2p(3.2, 4.3), RIGHT, buff=0)
        self.play(Create(axes), Create(top), Create(low))
        self.play(FadeIn(region))
        self.play(Write(formula))
        self.wait()
