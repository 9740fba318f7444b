"""
---
id: galton-board
title: Galton board fills a bell curve
topic: probability
tags: [galton, binomial, bell curve, simulation, marbles, pegs, quincunx, binomial distribution, plinko]
asks:
  - galton board
  - balls falling through pegs
  - binomial distribution from random steps
  - why a bell curve appears
  - marbles fall left or right
  - binomial becomes normal
teaches: Each ball's path is a sequence of seeded left/right steps; bins pile the balls up.
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class GaltonBoard(Scene):
    def construct(self):
        rows, dx, dy = 7, 0.55, 0.45
        pegs = VGroup(*[Dot([(k - r / 2) * dx, 3.2 - r * dy, 0], radius=0.06, color=GREY) for r in range(rows) for k in range(r + 1)])
        self.add(pegs)
        rng = np.random.default_rng(1)
        height = [0] * (rows + 1)
        drops = []
        for _ in range(32):
            steps = rng.integers(0, 2, rows)
            points, right = [[0, 3.6, 0]], 0
            for r, step in enumerate(steps):
                right += step
                points.append([(right - (r + 1) / 2) * dx, 3.2 - (r + 1) * dy + 0.12, 0])
            points.append([points[-1][0], -2.9 + 0.26 * height[right], 0])
            height[right] += 1
            path = VMobject().set_points_as_corners(points)
            drops.append(MoveAlongPath(Dot(points[0], radius=0.12, color=YELLOW), path))
        self.play(LaggedStart(*drops, lag_ratio=0.12), run_time=6, rate_func=linear)
        self.wait()
