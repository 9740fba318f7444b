"""
---
id: ellipse-with-string
title: Ellipse drawn with a string and two pins
topic: geometry
tags: [ellipse, foci, construction, string, "gardener's ellipse", two foci, sum of distances, conic section]
asks:
  - draw an ellipse with two foci
  - gardener's construction
  - sum of distances is constant
  - oval with string
  - planet path shape with two focal points
  - thread and two nails
teaches: A point on the ellipse with lines to both foci; the trail is the curve.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class StringEllipse(Scene):
    def construct(self):
        a, b = 3.6, 2.4
        c = np.sqrt(a * a - b * b)
        t = ValueTracker(0)
        pen = lambda: np.array([a * np.cos(t.get_value()), b * np.sin(t.get_value()), 0])
        foci = [LEFT * c, RIGHT * c]
        string = always_redraw(lambda: VGroup(*[Line(f, pen(), color=GREY_B) for f in foci]))
        dot = always_redraw(lambda: Dot(pen(), color=YELLOW))
        trail = TracedPath(pen, stroke_color=YELLOW, stroke_width=5)
        self.add(*[Dot(f, color=RED) for f in foci], string, trail, dot)
        self.play(t.animate.set_value(TAU), run_time=4, rate_func=linear)
        self.wait(0.5)
