"""
---
id: before-after-slider
title: Before and after with a moving divider
topic: images
tags: [before and after, comparison slider, reveal, divider, image comparison]
asks:
  - compare two pictures with a slider
  - before and after image with a moving line
  - reveal the second picture from left to right
  - wipe between two versions of an image
  - drag a curtain between old and new photo
  - split image comparison
teaches: Both pictures are drawn from one array; the second one shows only the columns left of the divider.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BeforeAfter(Scene):
    def construct(self):
        rows, cols, size = 8, 14, 0.55
        x = lambda c: (c - cols / 2 + 0.5) * size
        y = lambda r: (rows / 2 - r - 0.5) * size
        value = lambda r, c: 0.5 + 0.5 * np.sin(0.9 * r) * np.cos(0.6 * c)
        gray = VGroup(*[Square(size, stroke_width=0).set_fill(interpolate_color(BLACK, WHITE, value(r, c)), 1).move_to([x(c), y(r), 0]) for r in range(rows) for c in range(cols)])
        color = VGroup(*[VGroup(*[Square(size, stroke_width=0).set_fill(interpolate_color(BLUE_E, YELLOW, value(r, c)), 1).move_to([x(c), y(r), 0]) for r in range(rows)]) for c in range(cols)])
        divider = Line(UP * 2.6, DOWN * 2.6, color=RED).move_to(gray.get_left())
        self.add(gray, divider)
        self.wait(0.5)
        self.play(FadeIn(color, lag_ratio=0.5), divider.animate.move_to(gray.get_right()), run_time=3, rate_func=linear)
        self.wait(0.5)
