"""
---
id: line-between-two-moving-dots
title: Line that stays between two moving dots
topic: updaters
tags: [always redraw, connect, live, rope, connection, distance, elastic link]
asks:
  - line connecting two moving points
  - connect objects while they move
  - redraw every frame
  - distance label that updates
  - rubber band between two points
  - always_redraw Line
teaches: always_redraw builds the line and its length anew for every frame.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class LiveLine(Scene):
    def construct(self):
        a, b = Dot(LEFT * 3, color=BLUE), Dot(RIGHT * 2 + UP, color=RED)
        line = always_redraw(lambda: Line(a, b, color=GREY_B))
        label = always_redraw(lambda: Text(f"{np.linalg.norm(a.get_center() - b.get_center()):.1f}", font_size=36).move_to(line.get_center() + UP * 0.5))
        self.add(line, a, b, label)
        self.play(a.animate.shift(UP * 2), run_time=1.2)
        self.play(b.animate.move_to(RIGHT * 5 + DOWN * 2), run_time=1.5)
        self.wait(0.5)
