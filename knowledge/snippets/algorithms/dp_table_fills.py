"""
---
id: dp-table-fills
title: Dynamic programming table that fills
topic: algorithms
tags: [dynamic programming, table, grid paths, memoization, tabulation, subproblems, knapsack]
asks:
  - dynamic programming table
  - dp grid filled step by step
  - count paths in a grid
  - memoization table
  - fill a matrix cell from the cells above and left of it
  - longest common subsequence or knapsack grid
teaches: Each cell is the sum of the cell above and the cell to the left; fill diagonal by diagonal.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class DpTable(Scene):
    def construct(self):
        rows, cols = 4, 5
        boxes = VGroup(*[Square(1.1, stroke_width=2) for _ in range(rows * cols)]).arrange_in_grid(rows, cols, buff=0.08)
        value = np.ones((rows, cols), int)
        for r in range(1, rows):
            for c in range(1, cols):
                value[r, c] = value[r - 1, c] + value[r, c - 1]
        self.play(Create(boxes))
        for d in range(rows + cols - 1):
            cells = [(r, d - r) for r in range(rows) if 0 <= d - r < cols]
            texts = [Text(str(value[r, c]), font_size=36).move_to(boxes[r * cols + c]) for r, c in cells]
            self.play(*[FadeIn(t) for t in texts], *[boxes[r * cols + c].animate.set_fill(BLUE, 0.35) for r, c in cells], run_time=0.5)
        self.play(boxes[-1].animate.set_fill(YELLOW, 0.6))
        self.wait()
