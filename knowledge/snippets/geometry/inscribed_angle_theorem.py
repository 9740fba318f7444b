"""
---
id: inscribed-angle-theorem
title: Angle in a semicircle stays right
topic: geometry
tags: [thales, inscribed angle, circle, semicircle, right angle in a semicircle, circle theorem]
asks:
  - thales theorem
  - inscribed angle in a semicircle
  - angle on a circle is always 90 degrees
  - point moves on a circle and the angle stays the same
  - right angle over the diameter
  - peripheral angle does not change
teaches: A point moves over the half circle; lines and the right-angle mark are redrawn.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Thales(Scene):
    def construct(self):
        circle = Circle(2.6, color=GREY_B)
        a, b = circle.get_left(), circle.get_right()
        t = ValueTracker(PI / 5)
        top = lambda: 2.6 * np.array([np.cos(t.get_value()), np.sin(t.get_value()), 0])
        shape = always_redraw(lambda: Polygon(a, b, top(), color=BLUE, fill_opacity=0.25))
        mark = always_redraw(lambda: RightAngle(Line(top(), a), Line(top(), b), length=0.3, color=YELLOW))
        dot = always_redraw(lambda: Dot(top(), color=YELLOW))
        self.play(Create(circle), Create(Line(a, b)))
        self.play(FadeIn(shape, mark, dot))
        self.play(t.animate.set_value(PI * 0.85), run_time=3)
        self.wait(0.5)
