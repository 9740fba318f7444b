"""
---
id: area-comparison-squares
title: Compare quantities as squares
topic: charts
tags: [compare, area, squares, size, proportional areas, bigger than, scale of numbers]
asks:
  - compare sizes with areas
  - how much bigger is one number than another
  - squares in proportion
  - visual comparison of quantities
  - "one budget is ten times the other, as boxes"
  - earth and moon sizes side by side
teaches: "The side is the root of the value, so that areas are in true proportion."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class AreaComparison(Scene):
    def construct(self):
        data = [("a house", 1, BLUE), ("a school", 9, GREEN), ("a stadium", 36, YELLOW)]
        squares = VGroup(*[Square(0.7 * np.sqrt(v), color=c, fill_opacity=0.5) for _, v, c in data]).arrange(RIGHT, buff=1.2, aligned_edge=DOWN)
        for (name, value, _), square in zip(data, squares):
            label = Text(f"{name}: {value}", font_size=28).next_to(square, DOWN)
            self.play(GrowFromEdge(square, DOWN), FadeIn(label), run_time=0.8)
        self.wait()
