"""
---
id: cycloid-traced-by-wheel
title: Cycloid traced by a point on a wheel
topic: geometry
tags: [cycloid, trace, trail, wheel, rolling circle, point on a rim, brachistochrone, traced curve]
asks:
  - curve traced by a rolling wheel
  - cycloid animation
  - trail behind a moving point
  - path left by a dot on a rolling circle
  - reflector on a bicycle wheel
  - rolling curve with its trace
teaches: TracedPath follows a moving point and leaves its trail.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Cycloid(Scene):
    def construct(self):
        r, left = 0.9, np.array([-5.5, -1, 0])
        t = ValueTracker(0)
        center = lambda: left + np.array([r * t.get_value(), r, 0])
        rim = lambda: center() + r * rotate_vector(DOWN, -t.get_value())
        wheel = always_redraw(lambda: VGroup(Circle(r, color=BLUE).move_to(center()), Line(center(), rim()), Dot(rim(), color=YELLOW)))
        trail = TracedPath(rim, stroke_color=YELLOW, stroke_width=5)
        self.add(Line(left + LEFT * 0.8, -left * [1, 0, 0] + DOWN + RIGHT * 1, color=GREY), wheel, trail)
        self.play(t.animate.set_value(2 * TAU), run_time=5, rate_func=linear)
        self.wait(0.5)
