"""
---
id: icon-from-shapes
title: Icon built from simple shapes
topic: images
tags: [icon, drawing, logo, svg, symbol, pictogram, simple drawing, build an icon]
asks:
  - draw an icon without an svg file
  - build a logo from shapes
  - light bulb icon
  - simple drawing made of primitives
  - bulb symbol drawn from circles and lines
  - make a pictogram by hand
teaches: "Compose arcs, circles and rectangles into one VGroup that scales as a whole."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class BulbIcon(Scene):
    def construct(self):
        glass = Circle(1.3, color=YELLOW, fill_opacity=0.3).shift(UP * 0.5)
        socket = VGroup(*[RoundedRectangle(width=w, height=0.22, corner_radius=0.1, color=GREY_B, fill_opacity=1) for w in (1.1, 1.1, 0.7)])
        socket.arrange(DOWN, buff=0.08).next_to(glass, DOWN, buff=0.05)
        rays = VGroup(*[Line(1.6 * d, 2.1 * d, color=YELLOW).shift(UP * 0.5) for d in [rotate_vector(RIGHT, a) for a in np.arange(-PI / 8, PI * 1.2, PI / 5)]])
        self.play(DrawBorderThenFill(glass), FadeIn(socket))
        self.play(LaggedStart(*[Create(r) for r in rays], lag_ratio=0.1), glass.animate.set_fill(opacity=0.9))
        self.wait()
