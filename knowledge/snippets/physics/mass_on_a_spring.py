"""
---
id: mass-on-a-spring
title: Mass on a spring with its graph
topic: physics
tags: [spring, oscillator, harmonic, graph, hooke, harmonic motion, oscillation, displacement time graph]
asks:
  - spring oscillation
  - harmonic oscillator with a graph
  - mass on a spring animation
  - position over time plot
  - weight bobs up and down
  - "hooke's law"
teaches: "A zigzag spring stretched to the mass, and the same position plotted against time."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class SpringMass(Scene):
    def construct(self):
        t = ValueTracker(0.01)
        y = lambda s: 1.3 * np.cos(2.5 * s)
        top = np.array([-4.5, 3.3, 0])

        def spring():
            end = np.array([-4.5, y(t.get_value()) + 0.4, 0])
            zigzag = [top + (end - top) * k / 16 + RIGHT * 0.3 * (0 if k in (0, 16) else (-1) ** k) for k in range(17)]
            box = Square(0.8, color=BLUE, fill_opacity=0.7).move_to(end + DOWN * 0.4)
            return VGroup(VMobject(color=GREY_B).set_points_as_corners(zigzag), box)

        axes = Axes(x_range=[0, 5], y_range=[-1.5, 1.5], x_length=8, y_length=3, tips=False).move_to(RIGHT * 2.3)
        wave = always_redraw(lambda: axes.plot(y, x_range=[0, t.get_value()], color=YELLOW))
        self.add(Line(top + LEFT, top + RIGHT, stroke_width=6), axes, always_redraw(spring), wave)
        self.play(t.animate.set_value(5), run_time=5, rate_func=linear)
