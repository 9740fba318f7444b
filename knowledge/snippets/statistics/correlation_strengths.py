"""
---
id: correlation-strengths
title: What correlation looks like
topic: statistics
tags: [correlation, scatter, association, pearson, r value, point clouds, strong and weak]
asks:
  - show different correlation coefficients
  - strong and weak correlation
  - positive and negative correlation
  - point clouds for r values
  - clouds from r = 0 to r = 1
  - do two things go together
teaches: "Three small scatter plots from the same noise, mixed in different amounts."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Correlations(Scene):
    def construct(self):
        rng = np.random.default_rng(11)
        x, noise = rng.normal(0, 1, 60), rng.normal(0, 1, 60)
        panels = VGroup()
        for r, color in [(0.95, GREEN), (0.0, GREY_B), (-0.8, RED)]:
            y = r * x + np.sqrt(1 - r**2) * noise
            frame = Square(3.4, color=GREY)
            dots = VGroup(*[Dot([0.5 * a, 0.5 * b, 0], radius=0.05, color=color) for a, b in zip(np.clip(x, -3, 3), np.clip(y, -3, 3))])
            panels.add(VGroup(frame, dots, MathTex(f"r = {r}").next_to(frame, DOWN)))
        panels.arrange(RIGHT, buff=0.7)
        for panel in panels:
            self.play(Create(panel[0]), FadeIn(panel[1], lag_ratio=0.02), Write(panel[2]))
        self.wait()
