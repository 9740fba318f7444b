"""
---
id: mean-and-standard-deviation-of-bell
title: Bell curve that moves and widens
topic: statistics
tags: [normal, mean, variance, parameter, gaussian, parameters mu and sigma, spread, normal curve]
asks:
  - change mean and standard deviation
  - how sigma changes the bell curve
  - interactive gaussian
  - shift and widen a distribution
  - wide and narrow bell
  - effect of mu and sigma
teaches: "Two trackers, one redrawn curve, one label with both values."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class MovingBell(Scene):
    def construct(self):
        axes = Axes(x_range=[-5, 5, 1], y_range=[0, 0.8, 0.2], x_length=11, y_length=4.8, tips=False).shift(DOWN * 0.4)
        mu, sigma = ValueTracker(0), ValueTracker(1)
        pdf = lambda x: np.exp(-(((x - mu.get_value()) / sigma.get_value()) ** 2) / 2) / (sigma.get_value() * np.sqrt(TAU))
        bell = always_redraw(lambda: axes.plot(pdf, color=YELLOW))
        label = always_redraw(lambda: MathTex(rf"\mu = {mu.get_value():.1f} \quad \sigma = {sigma.get_value():.1f}").to_edge(UP))
        self.play(Create(axes), Create(bell), FadeIn(label))
        self.play(mu.animate.set_value(2), run_time=1.5)
        self.play(sigma.animate.set_value(0.6), run_time=1.5)
        self.play(mu.animate.set_value(-1), sigma.animate.set_value(1.8), run_time=1.5)
        self.wait(0.5)
