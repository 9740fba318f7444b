"""
---
id: least-squares-projection
title: Nearest point is the projection
topic: linear-algebra
tags: [least squares, projection, orthogonal, closest point, best approximation, residual]
asks:
  - least squares geometrically
  - projection onto a line
  - shortest distance from a point to a line
  - orthogonal projection
  - drop a perpendicular onto a line
  - best approximation is orthogonal
teaches: The error to a moving point is shortest where it stands at right angles.
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class NearestPoint(Scene):
    def construct(self):
        line = Line(LEFT * 5 + DOWN * 2, RIGHT * 5 + UP * 1, color=BLUE)
        target = np.array([-1, 2.2, 0])
        s = ValueTracker(0.1)
        foot = lambda: line.point_from_proportion(s.get_value())
        error = always_redraw(lambda: Line(target, foot(), color=RED))
        size = always_redraw(lambda: Text(f"{np.linalg.norm(target - foot()):.2f}", font_size=36, color=RED).to_corner(UR, buff=1))
        self.add(line, Dot(target, color=YELLOW), error, size)
        best = np.dot(target - line.get_start(), line.get_unit_vector()) / line.get_length()
        self.play(s.animate.set_value(0.85), run_time=2)
        self.play(s.animate.set_value(best), run_time=1.5)
        self.play(Create(RightAngle(Line(foot(), line.get_end()), Line(foot(), target), length=0.3)))
        self.wait()
