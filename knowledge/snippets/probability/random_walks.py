"""
---
id: random-walks
title: Many random walks spread out
topic: probability
tags: [random walk, brownian, simulation, drunk, brownian motion, stochastic, diffusion, stock model]
asks:
  - random walk animation
  - brownian motion paths
  - drunkard's walk
  - stochastic process
  - drunk person steps left or right
  - stock like paths
teaches: Cumulative sums of seeded steps; all paths are drawn at once.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class RandomWalks(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 100, 25], y_range=[-24, 24, 12], x_length=11, y_length=5.8, tips=False)
        rng = np.random.default_rng(2)
        paths = VGroup()
        for k in range(12):
            walk = np.concatenate([[0], np.cumsum(rng.choice([-1, 1], 100))])
            path = VMobject(stroke_width=2.5, color=interpolate_color(BLUE, YELLOW, k / 11))
            paths.add(path.set_points_as_corners([axes.c2p(i, v) for i, v in enumerate(walk)]))
        band = axes.plot(lambda x: 2 * np.sqrt(x), color=WHITE, x_range=[0, 100, 0.5])
        mirror = axes.plot(lambda x: -2 * np.sqrt(x), color=WHITE, x_range=[0, 100, 0.5])
        self.play(Create(axes))
        self.play(*[Create(p) for p in paths], run_time=3, rate_func=linear)
        self.play(Create(band), Create(mirror))
        self.wait()
