"""
---
id: platonic-star-polygon
title: Star polygon drawn in one stroke
topic: geometry
tags: [star, pentagram, polygon, one stroke, draw without lifting the pen]
asks:
  - draw a five pointed star
  - pentagram
  - star polygon in one line
  - skip every second point on a circle
  - draw a star without lifting the pen
  - star with n corners
teaches: Join every second of five points; Create draws the closed path in one stroke.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class StarPolygon(Scene):
    def construct(self):
        n, skip, r = 7, 3, 2.8
        points = [r * rotate_vector(UP, k * TAU / n) for k in range(n)]
        star = Polygon(*[points[k * skip % n] for k in range(n)], color=YELLOW, stroke_width=5)
        self.play(Create(Circle(r, color=GREY)), *[FadeIn(Dot(p)) for p in points])
        self.play(Create(star), run_time=3, rate_func=linear)
        self.wait()
