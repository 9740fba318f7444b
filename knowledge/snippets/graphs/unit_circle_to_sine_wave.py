"""
---
id: unit-circle-to-sine-wave
title: Sine wave from the unit circle
topic: graphs
tags: [unit circle, sine, wave, trigonometry, sine and cosine, rotating radius, going round a circle, trig graph]
asks:
  - unit circle and sine curve
  - how the sine wave comes from a circle
  - rotating point draws a sine graph
  - trigonometry visualisation
  - ferris wheel height over time
  - where sin and cos come from
teaches: "One tracker for the angle: the point turns, a level line carries its height to the graph."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class CircleToSine(Scene):
    def construct(self):
        center, radius = LEFT * 4.5, 1.5
        circle = Circle(radius, color=GREY_B).move_to(center)
        axes = Axes(x_range=[0, TAU, PI / 2], y_range=[-1, 1, 1], x_length=7.5, y_length=2 * radius, tips=False)
        axes.move_to(RIGHT * 2.2)
        t = ValueTracker(0.01)
        on_circle = lambda: center + radius * np.array([np.cos(t.get_value()), np.sin(t.get_value()), 0])
        on_graph = lambda: axes.c2p(t.get_value(), np.sin(t.get_value()))
        arm = always_redraw(lambda: Line(center, on_circle(), color=YELLOW))
        level = always_redraw(lambda: DashedLine(on_circle(), on_graph(), color=GREY))
        wave = always_redraw(lambda: axes.plot(np.sin, x_range=[0, t.get_value()], color=YELLOW))
        dots = always_redraw(lambda: VGroup(Dot(on_circle()), Dot(on_graph())).set_color(RED))
        self.play(Create(circle), Create(axes))
        self.add(arm, level, wave, dots)
        self.play(t.animate.set_value(TAU), run_time=5, rate_func=linear)
        self.wait(0.5)
