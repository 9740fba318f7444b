"""
---
id: times-table-on-a-circle
title: Times table on a circle
topic: number-theory
tags: [cardioid, modular, multiplication, envelope, multiplication table, modular multiplication, string art]
asks:
  - multiplication table on a circle
  - cardioid from straight lines
  - string art with numbers
  - connect n to 2n around a circle
  - heart shape from lines between numbers
  - modular times table pattern
teaches: Join point n with point k·n modulo the count; a heart-shaped curve appears.
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TimesTable(Scene):
    def construct(self):
        count, radius = 90, 3.3
        spot = lambda n: radius * rotate_vector(LEFT, n * TAU / count)
        circle = Circle(radius, color=GREY)
        lines = VGroup(*[
            Line(spot(n), spot(2 * n % count), stroke_width=1.5, color=interpolate_color(BLUE, PINK, n / count))
            for n in range(1, count)
        ])
        self.play(Create(circle))
        self.play(Create(lines, lag_ratio=0.05), run_time=4)
        self.wait()
