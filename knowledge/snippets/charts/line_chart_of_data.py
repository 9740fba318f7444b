"""
---
id: line-chart-of-data
title: Line chart of measured data
topic: charts
tags: [line chart, time series, data points, trend over time, stock price, measurements, temperature curve]
asks:
  - line chart with data points
  - time series plot
  - plot measured values over time
  - stock price chart
  - temperature over the year as connected points
  - how a number developed over the years
teaches: plot_line_graph joins data points; add the dots after the line for a clear order.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class LineChart(Scene):
    def construct(self):
        months, sales = list(range(1, 9)), [3, 4, 3.5, 5, 6.5, 6, 7.5, 9]
        axes = Axes(x_range=[0, 9, 1], y_range=[0, 10, 2], x_length=10, y_length=5, tips=False).add_coordinates()
        graph = axes.plot_line_graph(months, sales, line_color=YELLOW, vertex_dot_radius=0.09)
        self.play(Create(axes))
        self.play(Create(graph["line_graph"]), run_time=2)
        self.play(LaggedStart(*[FadeIn(d, scale=2) for d in graph["vertex_dots"]], lag_ratio=0.1))
        self.wait()
