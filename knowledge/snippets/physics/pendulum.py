"""
---
id: pendulum
title: Swinging pendulum
topic: physics
tags: [pendulum, oscillation, swing, simple harmonic motion, period, bob]
asks:
  - pendulum animation
  - swinging weight on a string
  - simple harmonic motion of a pendulum
  - oscillating bob
  - clock weight swings
  - string with a bob and its angle
teaches: "The angle is a cosine of time, driven by one tracker; rod and bob are redrawn."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Pendulum(Scene):
    def construct(self):
        pivot, length = UP * 3, 4.5
        t = ValueTracker(0)
        angle = lambda: 0.6 * np.cos(2.2 * t.get_value())
        bob = lambda: pivot + length * np.array([np.sin(angle()), -np.cos(angle()), 0])
        rod = always_redraw(lambda: Line(pivot, bob(), color=GREY_B))
        weight = always_redraw(lambda: Dot(bob(), radius=0.35, color=YELLOW))
        rest = DashedLine(pivot, pivot + DOWN * 5, color=GREY_D)
        self.add(rest, rod, weight, Dot(pivot))
        self.play(t.animate.set_value(5.7), run_time=5.7, rate_func=linear)
