"""
---
id: binary-search
title: Binary search halves the range
topic: algorithms
tags: [binary search, array, halving, pointer, bisection, log n, guess the number, lookup in sorted list]
asks:
  - binary search animation
  - search in a sorted array
  - halve the search range
  - divide and conquer search
  - look up a name in a phone book by opening it in the middle
  - low mid high markers over a sorted list
teaches: Dim the half that can't hold the target; a pointer marks the middle.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BinarySearch(Scene):
    def construct(self):
        values, target = [2, 5, 8, 12, 16, 23, 38, 56, 72], 23
        cells = VGroup(*[VGroup(Square(1.2), Text(str(v), font_size=36)) for v in values]).arrange(RIGHT, buff=0.1)
        goal = Text(f"find {target}", font_size=44, color=YELLOW).to_edge(UP, buff=1)
        pointer = Triangle(color=YELLOW, fill_opacity=1).scale(0.25)
        self.play(FadeIn(cells), FadeIn(goal))
        low, high = 0, len(values) - 1
        while True:
            middle = (low + high) // 2
            self.play(pointer.animate.next_to(cells[middle], DOWN), run_time=0.6)
            if values[middle] == target:
                break
            gone = cells[low : middle + 1] if values[middle] < target else cells[middle : high + 1]
            low, high = (middle + 1, high) if values[middle] < target else (low, middle - 1)
            self.play(gone.animate.set_opacity(0.2))
        self.play(cells[middle][0].animate.set_fill(GREEN, 0.5))
        self.wait()
