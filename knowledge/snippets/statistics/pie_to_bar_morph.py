"""
---
id: pie-to-bar-morph
title: Pie slices turn into bars
topic: statistics
tags: [pie, bar, morph, chart comparison, chart to chart, change the chart type, same data]
asks:
  - turn a pie chart into a bar chart
  - morph between chart types
  - why bars are easier to compare
  - change the kind of chart
  - change from round to straight diagram
  - sectors transform to columns
teaches: Each slice transforms into the bar of the same share and colour.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PieToBars(Scene):
    def construct(self):
        shares, colors = [0.3, 0.27, 0.23, 0.2], [BLUE, GREEN, YELLOW, RED]
        start, slices, bars = 0, VGroup(), VGroup()
        for k, (share, color) in enumerate(zip(shares, colors)):
            slices.add(Sector(radius=2.3, start_angle=start, angle=share * TAU, color=color, fill_opacity=0.85))
            start += share * TAU
            bars.add(Rectangle(width=1.4, height=14 * share, stroke_width=0).set_fill(color, 0.85).move_to([2 * (k - 1.5), -2.2, 0], aligned_edge=DOWN))
        self.play(FadeIn(slices))
        self.wait(0.5)
        self.play(*[ReplacementTransform(s, b) for s, b in zip(slices, bars)], run_time=2)
        self.wait()
