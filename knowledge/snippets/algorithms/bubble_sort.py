"""
---
id: bubble-sort
title: Bubble sort with swapping bars
topic: algorithms
tags: [sorting, bubble sort, bars, swap neighbors, exchange sort, slow sorting]
asks:
  - sorting algorithm animation
  - bubble sort
  - bars swapping places
  - sort an array visually
  - compare neighbours and swap until sorted
  - tall and short bars get in order
teaches: Keep bars in a list; compare neighbours in colour and swap their x positions.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BubbleSort(Scene):
    def construct(self):
        heights = [5, 2, 4, 1, 3]
        bars = [Rectangle(width=1, height=h, stroke_width=2).set_fill(BLUE, 0.8) for h in heights]
        for i, bar in enumerate(bars):
            bar.move_to([1.3 * (i - 2), -2.5, 0], aligned_edge=DOWN)
        self.play(*[GrowFromEdge(b, DOWN) for b in bars])
        for end in range(4, 0, -1):
            for i in range(end):
                pair = bars[i : i + 2]
                self.play(*[b.animate.set_fill(YELLOW) for b in pair], run_time=0.2)
                if heights[i] > heights[i + 1]:
                    heights[i : i + 2] = heights[i : i + 2][::-1]
                    bars[i : i + 2] = pair[::-1]
                    x = [b.get_x() for b in pair]
                    self.play(pair[0].animate.set_x(x[1]), pair[1].animate.set_x(x[0]), run_time=0.35)
                self.play(*[b.animate.set_fill(BLUE) for b in pair], run_time=0.15)
            self.play(bars[end].animate.set_fill(GREEN), run_time=0.2)
        self.wait(0.5)
