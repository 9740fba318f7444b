"""
---
id: bar-chart-changes-values
title: Bar chart whose values change
topic: charts
tags: [bar chart, update, race, data update, before and after data, growing and shrinking bars]
asks:
  - update bar chart values
  - bar chart race
  - bars changing over time
  - animate data changing
  - poll results before and after
  - columns rise and sink to new numbers
teaches: chart.animate.change_bar_values moves all bars to the new numbers.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BarsChange(Scene):
    def construct(self):
        chart = BarChart([3, 5, 2, 4], bar_names=list("ABCD"), y_range=[0, 8, 2], x_length=9, y_length=4.8).shift(DOWN * 0.3)
        year = Text("2000", font_size=44).to_corner(UR)
        self.play(Create(chart), FadeIn(year))
        for name, values in [("2010", [4, 4, 5, 2]), ("2020", [7, 3, 6, 5])]:
            new = Text(name, font_size=44).move_to(year)
            self.play(chart.animate.change_bar_values(values), FadeOut(year), FadeIn(new), run_time=1.2)
            self.wait(0.3)
            year = new
        self.wait(0.5)
