"""
---
id: histogram-builds-up
title: Histogram that builds from data
topic: statistics
tags: [histogram, data, distribution, bins, frequency, distribution of data, measurements]
asks:
  - histogram animation
  - show the distribution of data
  - sort values into bins
  - frequency chart growing
  - dots fall into bins
  - how often each value occurs
teaches: "Count with numpy, draw bars on axes, and let them grow from the base line."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class BuildHistogram(Scene):
    def construct(self):
        data = np.random.default_rng(3).normal(5, 1.6, 300)
        counts, edges = np.histogram(data, bins=10, range=(0, 10))
        axes = Axes(x_range=[0, 10, 2], y_range=[0, 80, 20], x_length=10, y_length=5, tips=False).add_coordinates()
        bars = VGroup()
        for count, left in zip(counts, edges):
            height = axes.c2p(0, count)[1] - axes.c2p(0, 0)[1]
            bar = Rectangle(width=axes.x_axis.unit_size * 0.95, height=max(height, 0.01), stroke_width=0).set_fill(BLUE, 0.8)
            bars.add(bar.move_to(axes.c2p(left + 0.5, 0), aligned_edge=DOWN))
        self.play(Create(axes))
        self.play(LaggedStart(*[GrowFromEdge(b, DOWN) for b in bars], lag_ratio=0.15))
        self.wait()
