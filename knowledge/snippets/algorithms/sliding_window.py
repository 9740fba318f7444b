"""
---
id: sliding-window
title: Sliding window over an array
topic: algorithms
tags: [sliding window, subarray, sum, consecutive elements, contiguous, window sum, maximum subarray]
asks:
  - sliding window technique
  - moving window over a list
  - running sum of three numbers
  - moving average
  - frame of fixed width glides over numbers
  - maximum sum of k neighbours
teaches: A frame as wide as three cells moves on; the sum above is replaced.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SlidingWindow(Scene):
    def construct(self):
        values = [2, 1, 5, 1, 3, 2, 4]
        cells = VGroup(*[VGroup(Square(1.1, color=GREY_B), Text(str(v), font_size=38)) for v in values]).arrange(RIGHT, buff=0.1)
        window = SurroundingRectangle(cells[:3], color=YELLOW, buff=0.08, stroke_width=6)
        total = Text(f"sum {sum(values[:3])}", font_size=44, color=YELLOW).shift(UP * 2)
        self.play(FadeIn(cells))
        self.play(Create(window), FadeIn(total))
        for k in range(1, 5):
            new = Text(f"sum {sum(values[k : k + 3])}", font_size=44, color=YELLOW).shift(UP * 2)
            self.play(window.animate.move_to(cells[k : k + 3]), FadeOut(total), FadeIn(new), run_time=0.7)
            total = new
        self.wait()
