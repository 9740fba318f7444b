"""
---
id: merge-sort-tree
title: Merge sort splits and merges
topic: algorithms
tags: [merge sort, divide and conquer, recursion, n log n sorting, split in halves, combine sorted lists]
asks:
  - merge sort animation
  - divide and conquer sorting
  - split a list and merge it sorted
  - recursive sort
  - "cut the list in halves until single items, then join"
  - two sorted lists zipped into one
teaches: "Rows of cells: each split makes a row, each merge brings the cells back in order."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MergeSort(Scene):
    def row(self, groups, y):
        cells = VGroup()
        for part in groups:
            cells.add(VGroup(*[VGroup(Square(0.8, color=BLUE), Text(str(v), font_size=32)) for v in part]).arrange(RIGHT, buff=0))
        return cells.arrange(RIGHT, buff=0.6).set_y(y)

    def construct(self):
        levels = [[[5, 2, 7, 1]], [[5, 2], [7, 1]], [[5], [2], [7], [1]], [[2, 5], [1, 7]], [[1, 2, 5, 7]]]
        rows = [self.row(groups, 2.8 - 1.4 * k) for k, groups in enumerate(levels)]
        rows[3].set_color(YELLOW), rows[4].set_color(GREEN)
        self.play(FadeIn(rows[0]))
        for above, below in zip(rows, rows[1:]):
            flat = {c[1].text: c for g in above for c in g}
            self.play(*[TransformFromCopy(flat[c[1].text], c) for g in below for c in g], run_time=1)
        self.wait()
