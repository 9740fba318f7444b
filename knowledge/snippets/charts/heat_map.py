"""
---
id: heat-map
title: Heat map with a colour scale
topic: charts
tags: [heat map, matrix, colour scale, confusion matrix, intensity, color grid, correlation matrix]
asks:
  - heatmap
  - colour a grid by value
  - correlation matrix with colours
  - matrix of colours with a legend
  - cells darker for larger numbers
  - temperature by weekday and hour
teaches: Squares filled by interpolated colour; a column of the same colours is the scale.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class HeatMap(Scene):
    def construct(self):
        n = 8
        values = np.array([[np.sin(0.6 * i) * np.cos(0.5 * j) for j in range(n)] for i in range(n)])
        shade = lambda v: interpolate_color(BLUE_E, YELLOW, (v + 1) / 2)
        cells = VGroup(*[Square(0.7, stroke_width=0.5).set_fill(shade(v), 1) for v in values.flat]).arrange_in_grid(n, n, buff=0)
        cells.shift(LEFT * 1.2)
        scale = VGroup(*[Rectangle(width=0.4, height=0.28, stroke_width=0).set_fill(shade(v), 1) for v in np.linspace(1, -1, 20)]).arrange(DOWN, buff=0)
        scale.move_to(RIGHT * 3.5)
        ends = VGroup(Text("1", font_size=30).next_to(scale, UP), Text("−1", font_size=30).next_to(scale, DOWN))
        self.play(FadeIn(cells, lag_ratio=0.01))
        self.play(FadeIn(scale, ends))
        self.wait()
