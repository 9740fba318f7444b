"""
---
id: stacked-bars
title: Stacked bars
topic: charts
tags: [stacked bar, composition, parts, composition over time, parts of a total, segments]
asks:
  - stacked bar chart
  - show parts of a total over years
  - composition of bars
  - bars divided into segments
  - energy mix by source and year
  - layers of a column
teaches: Stack rectangles with next_to upward; one colour for one part in every bar.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class StackedBars(Scene):
    def construct(self):
        data = {"2000": [1, 2, 1], "2010": [2, 1.5, 1.2], "2020": [2.8, 1, 1.6]}
        colors = [BLUE, GREEN, YELLOW]
        for k, (year, parts) in enumerate(data.items()):
            x = 3 * (k - 1)
            y = -2.4
            label = Text(year, font_size=34).move_to([x, -2.9, 0])
            segments = []
            for part, color in zip(parts, colors):
                segments.append(Rectangle(width=1.5, height=part, stroke_width=1).set_fill(color, 0.85).move_to([x, y, 0], aligned_edge=DOWN))
                y += part
            self.play(FadeIn(label), LaggedStart(*[GrowFromEdge(s, DOWN) for s in segments], lag_ratio=0.5), run_time=1.2)
        self.wait()
