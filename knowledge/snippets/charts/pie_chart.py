"""
---
id: pie-chart
title: Pie chart with labels
topic: charts
tags: [pie chart, share, percentage, donut, proportions, budget shares, slices, percent of total]
asks:
  - pie chart
  - donut chart
  - shares of a whole in a circle
  - percentages as slices
  - market share as a circle cut in sectors
  - how a budget is divided
teaches: "One AnnularSector per share, start angles summed up; labels stand outside the middles."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class PieChart(Scene):
    def construct(self):
        data = [("rent", 0.4, BLUE), ("food", 0.25, GREEN), ("travel", 0.2, YELLOW), ("rest", 0.15, RED)]
        start = PI / 2
        for name, share, color in data:
            angle = -share * TAU
            slice_ = AnnularSector(inner_radius=1, outer_radius=2.3, start_angle=start, angle=angle, color=color, fill_opacity=0.85)
            middle = start + angle / 2
            label = Text(f"{name} {share:.0%}", font_size=30).move_to(3.5 * np.array([1.15 * np.cos(middle), 0.85 * np.sin(middle), 0]))
            self.play(Create(slice_), FadeIn(label), run_time=0.7)
            start += angle
        self.wait()
