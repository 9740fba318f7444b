"""
---
id: normal-distribution-and-sigma
title: "Bell curve with its one, two, three sigma bands"
topic: statistics
tags: [normal distribution, bell curve, standard deviation, gaussian, 68 95 99.7, empirical rule, z score]
asks:
  - normal distribution
  - standard deviation bands
  - 68 95 99.7 rule
  - gaussian bell curve shaded
  - heights of people
  - how much lies within two sigma
teaches: "get_area between −k and k sigma, widest first in the faintest colour."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class SigmaBands(Scene):
    def construct(self):
        axes = Axes(x_range=[-4, 4, 1], y_range=[0, 0.45, 0.1], x_length=11, y_length=4.5, tips=False).shift(DOWN * 0.3)
        axes.x_axis.add_numbers()
        bell = axes.plot(lambda x: np.exp(-(x**2) / 2) / np.sqrt(TAU), color=WHITE)
        self.play(Create(axes), Create(bell))
        label = VGroup()
        for k, share, color in [(1, "68 %", BLUE), (2, "95 %", TEAL), (3, "99.7 %", GREEN)]:
            area = axes.get_area(bell, x_range=[-k, k], color=color, opacity=0.45)
            new = Text(f"{share} within {k} sigma", font_size=36, color=color).to_edge(UP, buff=0.5)
            self.play(FadeIn(area), FadeOut(label), FadeIn(new))
            self.wait(0.4)
            label = new
        self.wait(0.4)
