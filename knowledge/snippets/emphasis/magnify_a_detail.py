"""
---
id: magnify-a-detail
title: Magnifying glass over a detail
topic: emphasis
tags: [magnify, zoom, detail, lens, magnifier, loupe, zoom lens, enlarged inset]
asks:
  - magnifying glass effect
  - enlarge a small part of the picture
  - zoom window next to the drawing
  - close-up inset of a region
  - loupe over a small part
  - enlarged circle view of a spot
teaches: ZoomedScene shows what lies in a small frame enlarged in a window beside it.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Magnify(ZoomedScene):
    def __init__(self, **kwargs):
        super().__init__(zoom_factor=0.25, zoomed_display_width=4, zoomed_display_height=4, **kwargs)

    def construct(self):
        axes = Axes(x_range=[-3, 3], y_range=[-2, 2], x_length=7, y_length=5, tips=False).to_edge(LEFT, buff=0.5)
        curve = axes.plot(lambda x: np.sin(2 * x) + 0.08 * np.sin(60 * x), color=BLUE, x_range=[-3, 3, 0.01])
        self.add(axes, curve)
        self.zoomed_camera.frame.move_to(axes.c2p(0.8, 1)).set_color(YELLOW)
        self.zoomed_display.to_edge(RIGHT, buff=0.5).display_frame.set_color(YELLOW)
        self.activate_zooming(animate=True)
        self.wait()
