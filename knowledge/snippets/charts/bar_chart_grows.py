"""
---
id: bar-chart-grows
title: Bar chart with values on top
topic: charts
tags: [bar chart, columns, values, column chart, bar graph, survey results, compare categories]
asks:
  - animated bar chart
  - column chart with labels
  - bars growing with numbers on top
  - compare values with bars
  - visualize survey results with columns
  - sales per month as bars
teaches: "BarChart for bars and axes, get_bar_labels for the values, bars grown from the base."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BarsGrow(Scene):
    def construct(self):
        chart = BarChart([4, 7, 2, 6], bar_names=["Mon", "Tue", "Wed", "Thu"], y_range=[0, 8, 2], x_length=9, y_length=5, bar_colors=[BLUE, TEAL, GREEN, YELLOW])
        labels = chart.get_bar_labels(font_size=36)
        bars = chart.bars
        chart.remove(bars)
        self.play(FadeIn(chart))
        self.play(LaggedStart(*[GrowFromEdge(b, DOWN) for b in bars], lag_ratio=0.3))
        self.play(FadeIn(labels, shift=UP * 0.2))
        self.wait()
