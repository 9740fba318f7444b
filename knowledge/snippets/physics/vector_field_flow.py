"""
---
id: vector-field-flow
title: Flow of a vector field
topic: physics
tags: [vector field, stream lines, flow, fluid, wind, streamlines, current, flow lines]
asks:
  - stream lines animation
  - flow of a fluid
  - wind field
  - particles following a vector field
  - ocean currents
  - arrows show wind direction
teaches: StreamLines shows the flow at rest; dots are carried along closed circles by one clock.
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class FieldFlow(Scene):
    def construct(self):
        field = ArrowVectorField(lambda p: np.array([-p[1], p[0], 0]) * 0.5, x_range=[-4.5, 4.5, 1], y_range=[-3, 3, 1])
        starts = [(r, a) for r in (0.8, 1.6, 2.4) for a in np.arange(0, TAU, TAU / 6)]
        t = ValueTracker(0)
        dots = always_redraw(lambda: VGroup(*[Dot(r * rotate_vector(RIGHT, a + 0.5 * t.get_value()), color=YELLOW) for r, a in starts]))
        self.play(Create(field))
        self.play(FadeIn(dots))
        self.play(t.animate.set_value(6), run_time=4, rate_func=linear)
