"""
---
id: scatter-bubbles
title: Bubble chart
topic: charts
tags: [bubble chart, scatter, size, gapminder, three variables, life expectancy, circle sizes]
asks:
  - bubble chart
  - scatter plot with different sizes
  - three values per point
  - compare countries with circles
  - gapminder style circles
  - income against life expectancy with population as size
teaches: "Position for two values, area for the third; the label sits inside the bubble."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Bubbles(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 10, 2], y_range=[0, 10, 2], x_length=10, y_length=5.6, tips=False)
        self.play(Create(axes))
        for name, x, y, size, color in [("A", 2, 3, 0.5, BLUE), ("B", 4.5, 6, 0.9, GREEN), ("C", 7, 4, 0.7, YELLOW), ("D", 8.5, 7.5, 0.6, RED)]:
            bubble = Circle(size, color=color, fill_opacity=0.5).move_to(axes.c2p(x, y))
            self.play(GrowFromCenter(bubble), FadeIn(Text(name, font_size=34).move_to(bubble)), run_time=0.7)
        self.wait()
