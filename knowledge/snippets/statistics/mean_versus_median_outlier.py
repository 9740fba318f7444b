"""
---
id: mean-versus-median-outlier
title: "An outlier pulls the mean, not the median"
topic: statistics
tags: [mean, median, outlier, average, robust, skewed, salary, extreme value]
asks:
  - difference between mean and median
  - effect of an outlier on the average
  - average as a balance point
  - robust statistics
  - one millionaire in a village
  - typical income
teaches: Two markers under a number line follow the data while one point moves away.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class MeanMedian(Scene):
    def construct(self):
        line = NumberLine(x_range=[0, 12, 2], length=11, include_numbers=True)
        last = ValueTracker(5)
        data = lambda: [1, 2, 3, 4, last.get_value()]
        dots = always_redraw(lambda: VGroup(*[Dot(line.n2p(v) + UP * 0.4, color=BLUE, radius=0.13) for v in data()]))
        pointer = lambda v, words, color, y: VGroup(
            Triangle(color=color, fill_opacity=1).scale(0.2), Text(words, font_size=30, color=color)
        ).arrange(DOWN, buff=0.15).move_to(line.n2p(v) + DOWN * y)
        mean = always_redraw(lambda: pointer(np.mean(data()), "mean", YELLOW, 1.3))
        median = always_redraw(lambda: pointer(np.median(data()), "median", GREEN, 2.3))
        self.play(Create(line), FadeIn(dots, mean, median))
        self.play(last.animate.set_value(12), run_time=3)
        self.wait()
