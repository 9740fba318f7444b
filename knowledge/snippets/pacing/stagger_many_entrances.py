"""
---
id: stagger-many-entrances
title: Stagger entrances with a lag
topic: pacing
tags: [lag ratio, stagger, LaggedStart, cascade, one after another, domino effect]
asks:
  - animate objects one after another with overlap
  - stagger animations
  - lag ratio
  - delay between animations
  - dots pop up in a cascade
  - domino style appearance
teaches: LaggedStart starts each animation a fraction of its time after the one before.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Stagger(Scene):
    def construct(self):
        dots = VGroup(*[Dot(radius=0.2, color=c) for c in color_gradient([BLUE, YELLOW], 40)]).arrange_in_grid(4, 10, buff=0.6)
        name = Text("lag_ratio 0.1", font_size=34).to_edge(UP)
        self.play(LaggedStart(*[FadeIn(d, scale=0.2) for d in dots], lag_ratio=0.1), FadeIn(name), run_time=2.5)
        self.play(LaggedStart(*[d.animate.shift(DOWN * 0.3) for d in dots], lag_ratio=0.02), run_time=1)
        self.wait()
