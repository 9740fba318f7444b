"""
---
id: logistic-growth
title: Logistic growth levels off
topic: graphs
tags: [logistic, growth, population, s curve, carrying capacity, saturation, s-curve, epidemic]
asks:
  - logistic growth curve
  - s curve
  - population growth with a limit
  - sigmoid growth
  - rabbits on an island reach a ceiling
  - epidemic curve that flattens
teaches: "Exponential first, then bent by the capacity: a dashed line shows the limit."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class LogisticGrowth(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 10, 2], y_range=[0, 1.2, 0.5], x_length=10, y_length=5, tips=False)
        limit = DashedLine(axes.c2p(0, 1), axes.c2p(10, 1), color=GREY_B)
        name = Text("capacity", font_size=30, color=GREY_B).next_to(axes.c2p(9, 1), UP, buff=0.15)
        wild = axes.plot(lambda x: 0.02 * np.exp(x), x_range=[0, 4.05], color=RED)
        real = axes.plot(lambda x: 1 / (1 + 49 * np.exp(-x)), color=GREEN)
        self.play(Create(axes))
        self.play(Create(wild), run_time=1.2)
        self.play(Create(limit), FadeIn(name))
        self.play(Create(real), run_time=2)
        self.wait()
