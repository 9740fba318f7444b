"""
---
id: decision-boundary
title: Decision boundary between two classes
topic: machine-learning
tags: [classification, decision boundary, classes, classifier, two classes, separate points, logistic regression, svm]
asks:
  - classifier decision boundary
  - separate two classes with a line
  - logistic regression picture
  - linear separation of points
  - line that splits red and blue points
  - spam or not spam classifier
teaches: Two seeded clouds and a line that turns until it separates them.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class DecisionBoundary(Scene):
    def construct(self):
        rng = np.random.default_rng(8)
        clouds = VGroup()
        for center, color in [((-2, 1), BLUE), ((2, -1), ORANGE)]:
            points = np.clip(rng.normal(0, 0.8, (20, 2)), -1.8, 1.8) + center
            clouds.add(VGroup(*[Dot([*p, 0], color=color) for p in points]))
        line = Line(LEFT * 3.6, RIGHT * 3.6, color=YELLOW, stroke_width=6)
        self.play(LaggedStart(*[FadeIn(d, scale=2) for c in clouds for d in c], lag_ratio=0.03))
        self.play(Create(line))
        for angle in (40, -15, 38):
            self.play(Rotate(line, angle * DEGREES), run_time=0.9)
        self.wait()
