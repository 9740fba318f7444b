"""
---
id: perpendicular-bisector-construction
title: Perpendicular bisector with compass and ruler
topic: geometry
tags: [construction, compass, bisector, midpoint, compass and ruler, bisect a segment, straightedge]
asks:
  - construct the perpendicular bisector
  - compass and straightedge construction
  - find the midpoint of a segment geometrically
  - bisect a line with two circles
  - ruler and compass midpoint
  - line at right angles through the middle
teaches: Two equal circles about the ends; the line through their crossings halves the segment.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class BisectorConstruction(Scene):
    def construct(self):
        a, b = LEFT * 2, RIGHT * 2
        r = 2.8
        h = np.sqrt(r**2 - 4)
        segment = Line(a, b, stroke_width=6)
        circles = VGroup(*[Circle(r, color=BLUE, stroke_width=3).move_to(p) for p in (a, b)])
        crossings = VGroup(Dot(UP * h), Dot(DOWN * h)).set_color(YELLOW)
        bisector = Line(UP * 3.2, DOWN * 3.2, color=YELLOW)
        self.play(Create(segment), FadeIn(Dot(a), Dot(b)))
        for circle in circles:
            self.play(Create(circle))
        self.play(FadeIn(crossings, scale=3))
        self.play(Create(bisector), Create(RightAngle(segment, bisector, length=0.3, quadrant=(1, -1))))
        self.wait()
