"""
---
id: confidence-intervals
title: Confidence intervals that miss now and then
topic: statistics
tags: [confidence interval, sampling, estimate, margin of error, sampling error, 95 percent]
asks:
  - confidence interval animation
  - 95 percent of intervals contain the mean
  - sampling uncertainty
  - error bars
  - how sure is a poll
  - repeat a survey many times
teaches: Twenty seeded samples; intervals that miss the true mean are red.
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ConfidenceIntervals(Scene):
    def construct(self):
        rng = np.random.default_rng(5)
        truth = Line(UP * 3.2, DOWN * 3.2, color=YELLOW)
        self.play(Create(truth), FadeIn(Text("true mean", font_size=28, color=YELLOW).next_to(truth.get_top(), RIGHT)))
        rows = VGroup()
        for k in range(20):
            sample = rng.normal(0, 1, 25)
            mean, half = sample.mean() * 8, 1.96 * sample.std(ddof=1) / 5 * 8
            y = 2.5 - 0.29 * k
            color = GREEN if abs(mean) < half else RED
            rows.add(VGroup(Line([mean - half, y, 0], [mean + half, y, 0], color=color), Dot([mean, y, 0], radius=0.05, color=color)))
        self.play(LaggedStart(*[Create(r) for r in rows], lag_ratio=0.3), run_time=4)
        self.wait()
