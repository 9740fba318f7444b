"""
---
id: overfitting-curve
title: "Underfit, good fit, overfit"
topic: machine-learning
tags: [overfitting, polynomial, model complexity, memorizes noise, generalization, bias and variance, too flexible]
asks:
  - overfitting explained
  - polynomial fit of different degree
  - model too complex for the data
  - bias and variance picture
  - wiggly line goes through all points
  - memorizing instead of learning
teaches: Fit polynomials of three degrees to the same seeded points.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Overfitting(Scene):
    def construct(self):
        rng = np.random.default_rng(21)
        x = np.linspace(-2.8, 2.8, 9)
        y = np.sin(x) + rng.normal(0, 0.25, 9)
        axes = Axes(x_range=[-3, 3], y_range=[-2, 2], x_length=10, y_length=5, tips=False).shift(DOWN * 0.4)
        self.play(Create(axes), *[FadeIn(Dot(axes.c2p(*p), color=BLUE)) for p in zip(x, y)])
        curve = name = None
        for degree, words in [(1, "too simple"), (3, "about right"), (8, "learns the noise")]:
            fit = np.polynomial.Polynomial.fit(x, y, degree)
            new = axes.plot(lambda u: np.clip(fit(u), -2, 2), x_range=[-2.8, 2.8], color=YELLOW)
            label = Text(words, font_size=36).to_edge(UP, buff=0.4)
            self.play(*([Create(new), FadeIn(label)] if curve is None else [ReplacementTransform(curve, new), FadeOut(name), FadeIn(label)]))
            self.wait(0.4)
            curve, name = new, label
        self.wait(0.4)
