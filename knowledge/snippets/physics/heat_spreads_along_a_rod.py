"""
---
id: heat-spreads-along-a-rod
title: Heat spreads along a rod
topic: physics
tags: [heat, diffusion, temperature, equation, heat equation, conduction, cooling]
asks:
  - heat equation animation
  - diffusion of temperature
  - hot rod cools down
  - heat conduction
  - warm and cold even out
  - temperature profile over time
teaches: "The exact solution for a row of cells: each cell's colour follows the temperature."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class HeatRod(Scene):
    def construct(self):
        t = ValueTracker(0.15)
        xs = np.linspace(-5.5, 5.5, 45)
        temperature = lambda x: np.exp(-(x**2) / (4 * t.get_value())) / np.sqrt(t.get_value()) * np.sqrt(0.15)
        rod = always_redraw(lambda: VGroup(*[
            Rectangle(width=0.25, height=1, stroke_width=0).set_fill(interpolate_color(BLUE_E, RED, min(1, temperature(x))), 1).move_to([x, -1.8, 0])
            for x in xs
        ]))
        axes = Axes(x_range=[-5.5, 5.5], y_range=[0, 1.1], x_length=11, y_length=3, tips=False).shift(UP * 1.2)
        curve = always_redraw(lambda: axes.plot(temperature, color=YELLOW))
        self.add(rod, axes, curve)
        self.play(t.animate.set_value(3), run_time=4)
        self.wait(0.5)
