"""
---
id: eigenvectors-keep-direction
title: Eigenvectors keep their direction
topic: linear-algebra
tags: [eigenvector, eigenvalue, direction, characteristic direction, only stretched, invariant line]
asks:
  - eigenvectors animation
  - vectors that only get longer under a matrix
  - what is an eigenvalue
  - directions that don't turn
  - arrows that stay on their line under a transformation
  - Av equals lambda v
teaches: Move many arrows by the same matrix; only those along the eigenvectors stay on their line.
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Eigenvectors(Scene):
    def construct(self):
        matrix = np.array([[1.5, 0.5], [0.5, 1.5]])
        plane = NumberPlane(background_line_style={"stroke_opacity": 0.2})
        special = [PI / 4, 3 * PI / 4, 5 * PI / 4, 7 * PI / 4]
        angles = sorted(set(np.round(np.arange(0, TAU, PI / 6), 5)) | set(special))
        self.add(plane)
        moves, arrows = [], VGroup()
        for angle in angles:
            tip = 1.4 * np.array([np.cos(angle), np.sin(angle)])
            color = YELLOW if angle in special else BLUE
            arrow = Arrow(ORIGIN, [*tip, 0], buff=0, color=color)
            arrows.add(arrow)
            moves.append(Transform(arrow, Arrow(ORIGIN, [*(matrix @ tip), 0], buff=0, color=color)))
        lines = VGroup(*[DashedLine(-3.6 * d, 3.6 * d, color=YELLOW, stroke_opacity=0.6) for d in (UR, UL)]).scale(0.95)
        self.play(LaggedStart(*[GrowArrow(a) for a in arrows], lag_ratio=0.05))
        self.play(Create(lines))
        self.play(*moves, run_time=2)
        self.wait()
