"""
---
id: monte-carlo-pi
title: Estimate pi with random points
topic: probability
tags: [monte carlo, pi, random, simulation, darts, random points, estimate area]
asks:
  - monte carlo estimation of pi
  - throw random darts at a circle
  - random sampling to measure area
  - scatter random points in a square
  - darts in a square and circle
  - simulate with random numbers
teaches: "Seeded points, coloured by whether they fall within the circle; the estimate is updated by batches."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class MonteCarloPi(Scene):
    def construct(self):
        side = 5.6
        square = Square(side, color=GREY_B).shift(LEFT * 3)
        circle = Circle(side / 2, color=YELLOW).move_to(square)
        self.play(Create(square), Create(circle))
        points = np.random.default_rng(7).uniform(-1, 1, (400, 2))
        inside = (points**2).sum(axis=1) < 1
        label = VGroup()
        for start in range(0, 400, 100):
            batch = VGroup(*[
                Dot(square.get_center() + [*p * side / 2, 0], radius=0.035, color=GREEN if ok else RED)
                for p, ok in zip(points[start : start + 100], inside[start : start + 100])
            ])
            new = MathTex(rf"\pi \approx {4 * inside[: start + 100].mean():.3f}", font_size=64).move_to(RIGHT * 3.5)
            self.play(FadeIn(batch, lag_ratio=0.01), FadeOut(label), FadeIn(new), run_time=0.9)
            label = new
        self.wait()
