"""
---
id: color-blind-safe-palette
title: Colours that everybody can tell apart
topic: themes
tags: [color blind, accessible colors, okabe ito, contrast, palette, accessibility]
asks:
  - colour blind friendly colours
  - accessible palette for a chart
  - colours that everyone can distinguish
  - safe colors for red green blindness
  - avoid red against green
  - Okabe Ito colours
teaches: The Okabe-Ito colours, and a marker of its own for each line besides the colour.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SafeColors(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 6], y_range=[0, 6], x_length=7, y_length=5, tips=False).shift(LEFT * 1.5)
        spec = [("#E69F00", lambda x: 0.9 * x, Square), ("#56B4E9", lambda x: 5.5 - 0.7 * x, Circle), ("#009E73", lambda x: 1.5 + 0.1 * x * x, Triangle)]
        self.play(Create(axes))
        for row, (tone, f, shape) in enumerate(spec):
            line = axes.plot(f, x_range=[0, 6], color=tone)
            marks = VGroup(*[shape(color=tone, fill_opacity=1).set(height=0.22).move_to(axes.c2p(x, f(x))) for x in (1, 3, 5)])
            name = VGroup(marks[0].copy(), Text(f"group {row + 1}", font_size=32, color=tone)).arrange(RIGHT)
            name.move_to([3.4, 1.5 - row, 0], aligned_edge=LEFT)
            self.play(Create(line), FadeIn(marks, name), run_time=0.8)
        self.wait()
