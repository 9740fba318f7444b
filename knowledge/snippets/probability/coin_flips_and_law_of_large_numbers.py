"""
---
id: coin-flips-and-law-of-large-numbers
title: Share of heads settles at one half
topic: probability
tags: [coin, law of large numbers, simulation, coin toss, heads or tails, relative frequency, many trials, fifty percent]
asks:
  - coin toss simulation
  - law of large numbers
  - running average of coin flips
  - relative frequency converges to the probability
  - heads or tails many times
  - average gets closer to one half
teaches: A seeded random generator gives the flips; the running share is one line graph.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class LargeNumbers(Scene):
    def construct(self):
        rng = np.random.default_rng(4)
        flips = rng.integers(0, 2, 200)
        share = np.cumsum(flips) / np.arange(1, 201)
        axes = Axes(x_range=[0, 200, 50], y_range=[0, 1, 0.5], x_length=10, y_length=4.8, tips=False).add_coordinates()
        half = DashedLine(axes.c2p(0, 0.5), axes.c2p(200, 0.5), color=GREY_B)
        graph = axes.plot_line_graph(range(1, 201), share, add_vertex_dots=False, line_color=YELLOW)
        title = Text("share of heads", font_size=34).to_edge(UP, buff=0.4)
        self.play(Create(axes), Create(half), FadeIn(title))
        self.play(Create(graph), run_time=3, rate_func=linear)
        self.wait()
