"""
---
id: sampling-distribution
title: Means of samples form a bell
topic: statistics
tags: [central limit theorem, sampling, means, sample means, averages of samples]
asks:
  - central limit theorem
  - sampling distribution of the mean
  - averages of samples become normal
  - draw samples from a population
  - mean of many small samples
  - CLT demonstration
teaches: "Histograms of seeded sample means for growing sample sizes, each replacing the last."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class CentralLimit(Scene):
    def bars(self, axes, n, color):
        rng = np.random.default_rng(n)
        means = rng.exponential(1, (2000, n)).mean(axis=1)
        heights, edges = np.histogram(means, bins=30, range=(0, 3), density=True)
        unit = axes.c2p(0, 1)[1] - axes.c2p(0, 0)[1]
        group = VGroup()
        for h, left in zip(heights, edges):
            bar = Rectangle(width=axes.x_axis.unit_size * 0.1, height=max(h * unit, 0.01), stroke_width=0).set_fill(color, 0.8)
            group.add(bar.move_to(axes.c2p(left + 0.05, 0), aligned_edge=DOWN))
        return group

    def construct(self):
        axes = Axes(x_range=[0, 3, 1], y_range=[0, 2.5, 1], x_length=10, y_length=5, tips=False).add_coordinates()
        self.play(Create(axes))
        old = words = VGroup()
        for n, color in [(1, BLUE), (2, TEAL), (5, GREEN), (30, YELLOW)]:
            new = self.bars(axes, n, color)
            label = Text(f"mean of {n}", font_size=36, color=color).to_corner(UR, buff=0.8)
            self.play(ReplacementTransform(old, new) if len(old) else FadeIn(new), FadeOut(words), FadeIn(label))
            self.wait(0.3)
            old, words = new, label
        self.wait(0.4)
