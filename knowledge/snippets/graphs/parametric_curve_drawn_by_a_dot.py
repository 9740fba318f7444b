"""
---
id: parametric-curve-drawn-by-a-dot
title: Parametric curve drawn by a moving dot
topic: graphs
tags: [parametric, lissajous, trail, butterfly curve, trace of t, spirograph]
asks:
  - parametric curve
  - draw a lissajous figure
  - curve traced by x(t) and y(t)
  - a dot draws its path behind it
  - pen moves with time in x and y
  - spirograph or butterfly curve
teaches: plot_parametric_curve gives the path; MoveAlongPath and TracedPath draw it.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Lissajous(Scene):
    def construct(self):
        axes = Axes(x_range=[-2, 2], y_range=[-2, 2], x_length=6, y_length=6, tips=False)
        path = axes.plot_parametric_curve(lambda t: [1.7 * np.sin(3 * t), 1.7 * np.sin(2 * t + 0.6), 0], t_range=[0, TAU])
        dot = Dot(path.get_start(), color=YELLOW)
        trail = TracedPath(dot.get_center, stroke_color=YELLOW, stroke_width=4)
        self.add(axes, trail, dot)
        self.play(MoveAlongPath(dot, path), run_time=5, rate_func=linear)
        self.wait(0.5)
