"""
---
id: growth-of-big-o
title: How running times grow
topic: algorithms
tags: [big o, complexity, growth, comparison, running time, linear versus quadratic, efficiency, scalability, asymptotic]
asks:
  - big o notation graph
  - compare time complexities
  - n log n versus n squared
  - growth rates of algorithms
  - why a quadratic algorithm becomes slow for large input
  - runtime curves for constant logarithmic linear
teaches: "Four curves on one pair of axes, each named at its right end."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class BigO(Scene):
    def construct(self):
        axes = Axes(x_range=[1, 10, 1], y_range=[0, 50, 10], x_length=9, y_length=5.5, tips=False).shift(LEFT * 0.7)
        spec = [(r"\log n", lambda n: np.log2(n), 10, GREEN), ("n", lambda n: n, 10, BLUE), (r"n \log n", lambda n: n * np.log2(n), 10, YELLOW), ("n^2", lambda n: n * n, 7, RED)]
        self.play(Create(axes))
        for tex, f, end, color in spec:
            curve = axes.plot(f, x_range=[1, end], color=color)
            name = MathTex(tex, color=color, font_size=40).next_to(curve.get_end(), RIGHT)
            self.play(Create(curve), Write(name), run_time=0.9)
        self.wait()
