"""
---
id: softmax-bars
title: Scores become probabilities
topic: machine-learning
tags: [softmax, probability, bars, logits, scores to probabilities, classification output]
asks:
  - softmax visualisation
  - scores turned into probabilities
  - class probabilities as bars
  - output layer of a classifier
  - logits become percentages
  - network says cat 80 percent
teaches: "Bars for scores morph into bars of their softmax, with percentages at the ends."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Softmax(Scene):
    def construct(self):
        names, scores = ["cat", "dog", "bird"], np.array([2.0, 1.0, 0.2])
        shares = np.exp(scores) / np.exp(scores).sum()
        bar = lambda length, k, c: Rectangle(width=length, height=0.8, stroke_width=0).set_fill(c, 0.8).move_to([-3, 1.5 - 1.5 * k, 0], aligned_edge=LEFT)
        labels = VGroup(*[Text(n, font_size=36).move_to([-4.5, 1.5 - 1.5 * k, 0]) for k, n in enumerate(names)])
        bars = [bar(2 * s, k, BLUE) for k, s in enumerate(scores)]
        self.play(FadeIn(labels), *[GrowFromEdge(b, LEFT) for b in bars])
        goals = [bar(8 * p, k, YELLOW) for k, p in enumerate(shares)]
        percents = [Text(f"{p:.0%}", font_size=34).next_to(g, RIGHT) for p, g in zip(shares, goals)]
        self.play(*[Transform(b, g) for b, g in zip(bars, goals)], *[FadeIn(p) for p in percents])
        self.wait()
