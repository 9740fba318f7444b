"""
---
id: gas-particles-in-a-box
title: Gas particles bouncing in a box
topic: physics
tags: [particles, gas, bounce, simulation, molecules, pressure, container, brownian motion]
asks:
  - bouncing particles in a box
  - gas molecules animation
  - balls bouncing off walls
  - kinetic theory
  - molecules fly around in a container
  - pressure and temperature picture
teaches: "Unfold the bounces: a straight path folded back by a triangle wave gives exact reflections."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class GasInBox(Scene):
    def construct(self):
        half = np.array([4.0, 2.5])
        rng = np.random.default_rng(9)
        starts, speeds = rng.uniform(-1, 1, (18, 2)) * half, rng.uniform(-2, 2, (18, 2))
        fold = lambda x, h: np.abs((x + h) % (4 * h) - 2 * h) - h
        t = ValueTracker(0)

        def particles():
            p = fold(starts + speeds * t.get_value(), half)
            return VGroup(*[Dot([*q, 0], radius=0.12, color=BLUE) for q in p])

        self.add(Rectangle(width=2 * half[0] + 0.25, height=2 * half[1] + 0.25), always_redraw(particles))
        self.play(t.animate.set_value(5), run_time=5, rate_func=linear)
