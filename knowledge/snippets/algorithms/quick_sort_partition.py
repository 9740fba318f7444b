"""
---
id: quick-sort-partition
title: Partition around a pivot
topic: algorithms
tags: [quicksort, partition, pivot, fast sorting, less than the pivot, quick sort]
asks:
  - quicksort partition
  - pivot element
  - smaller to the left and larger to the right
  - divide the array by a pivot
  - pick an element and put smaller ones before it
  - lomuto or hoare partition step
teaches: "Colour by comparison with the pivot, then move to the two sides."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Partition(Scene):
    def construct(self):
        values, pivot = [5, 9, 2, 7, 1, 8, 3], 5
        cells = [VGroup(Square(1), Text(str(v), font_size=36)).move_to([1.2 * (k - 3), 1.5, 0]) for k, v in enumerate(values)]
        self.play(*[FadeIn(c) for c in cells])
        self.play(cells[0].animate.set_color(YELLOW))
        self.play(*[c.animate.set_color(BLUE if v < pivot else RED) for c, v in zip(cells[1:], values[1:])])
        order = [c for c, v in zip(cells, values) if v < pivot] + [cells[0]] + [c for c, v in zip(cells, values) if v > pivot]
        self.play(*[c.animate.move_to([1.2 * (k - 3), -1.2, 0]) for k, c in enumerate(order)], run_time=1.8)
        self.wait()
