"""
---
id: projectile-motion
title: Projectile with velocity components
topic: physics
tags: [projectile, parabola, components, trajectory, throw, cannon, ballistic, basketball]
asks:
  - projectile motion
  - thrown ball with a parabola
  - trajectory with horizontal and vertical velocity
  - cannon ball path
  - basketball throw
  - path of a ball through the air
teaches: "One clock drives the ball; TracedPath draws the parabola, two arrows the components."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Projectile(Scene):
    def construct(self):
        start, v, g = np.array([-5.5, -2.5, 0]), np.array([3.0, 5.0, 0]), 2.9
        t = ValueTracker(0)
        at = lambda: start + v * t.get_value() + DOWN * 0.5 * g * t.get_value() ** 2
        ball = always_redraw(lambda: Dot(at(), radius=0.15, color=YELLOW))
        across = always_redraw(lambda: Arrow(at(), at() + RIGHT * 1.2, buff=0, color=BLUE))
        upright = always_redraw(lambda: Line(at(), at() + UP * 0.25 * (v[1] - g * t.get_value()), color=RED, stroke_width=6))
        trail = TracedPath(at, stroke_color=GREY_B)
        self.add(Line(LEFT * 6.5, RIGHT * 6.8, color=GREY).shift(DOWN * 2.5), trail, ball, across, upright)
        self.play(t.animate.set_value(2 * v[1] / g), run_time=3.5, rate_func=linear)
        self.wait(0.5)
