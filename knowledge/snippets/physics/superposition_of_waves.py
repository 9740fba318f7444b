"""
---
id: superposition-of-waves
title: Two waves add up
topic: physics
tags: [superposition, interference, beats, waves, sum of waves, constructive and destructive]
asks:
  - wave interference
  - add two sine waves
  - superposition principle
  - beats from two frequencies
  - noise cancelling
  - two waves strengthen or erase each other
teaches: "Two thin waves and their sum below, all from the same clock."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Superposition(Scene):
    def construct(self):
        small = {"x_range": [0, 12], "x_length": 11, "tips": False}
        rows = [Axes(y_range=[-2, 2], y_length=2, **small).shift(UP * y) for y in (2.6, 0.2, -2.4)]
        t = ValueTracker(0)
        one = lambda x: np.sin(2 * x - t.get_value())
        two = lambda x: np.sin(2.6 * x - t.get_value())
        waves = [(one, BLUE), (two, GREEN), (lambda x: one(x) + two(x), YELLOW)]
        for axes, (f, color) in zip(rows, waves):
            self.add(axes, always_redraw(lambda a=axes, f=f, c=color: a.plot(f, color=c)))
        signs = VGroup(Text("+", font_size=40).move_to([-6.4, 1.4, 0]), Text("=", font_size=40).move_to([-6.4, -1.1, 0]))
        self.add(signs)
        self.play(t.animate.set_value(8), run_time=4, rate_func=linear)
