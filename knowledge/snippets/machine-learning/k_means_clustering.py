"""
---
id: k-means-clustering
title: K-means moves its centres
topic: machine-learning
tags: [k means, clustering, centroids, clusters, group points, unsupervised]
asks:
  - k-means clustering animation
  - points grouped around centres
  - unsupervised learning
  - cluster assignment step by step
  - group points by the closest centre
  - customer segments
teaches: "Assign each point to the nearest centre by colour, then move the centres to the means."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class KMeans(Scene):
    def construct(self):
        rng = np.random.default_rng(12)
        points = np.concatenate([np.clip(rng.normal(0, 0.7, (13, 2)), -1.5, 1.5) + c for c in ([-4, 1], [3.5, 1.5], [0, -1.8])])
        colors = [BLUE, YELLOW, GREEN]
        centers = np.array([[-1.0, 2.5], [1, 2.5], [-2.0, -1]])
        dots = [Dot([*p, 0], color=GREY) for p in points]
        stars = [Star(outer_radius=0.3, color=c, fill_opacity=1).move_to([*p, 0]) for c, p in zip(colors, centers)]
        self.play(*[FadeIn(d) for d in dots], *[FadeIn(s, scale=3) for s in stars])
        for _ in range(4):
            nearest = np.argmin(np.linalg.norm(points[:, None] - centers, axis=2), axis=1)
            self.play(*[d.animate.set_color(colors[k]) for d, k in zip(dots, nearest)], run_time=0.6)
            centers = np.array([points[nearest == k].mean(axis=0) for k in range(3)])
            self.play(*[s.animate.move_to([*c, 0]) for s, c in zip(stars, centers)], run_time=0.8)
        self.wait(0.5)
