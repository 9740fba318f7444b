"""
---
id: zoom-out-to-the-big-picture
title: "Start close, zoom out to the whole"
topic: camera
tags: [zoom out, reveal, overview, pull back, wide shot, reveal the whole]
asks:
  - zoom out to show the big picture
  - start on a detail and reveal the rest
  - pull the camera back
  - from one cell to the whole grid
  - pull back until the whole system is visible
  - from small to large scale
teaches: Start with a small frame and animate its width back to the full frame.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ZoomOut(MovingCameraScene):
    def construct(self):
        cells = VGroup(*[Rectangle(width=1, height=0.5, color=BLUE, fill_opacity=0.3) for _ in range(99)]).arrange_in_grid(9, 11, buff=0.15)
        cells[49].set_color(YELLOW)
        self.camera.frame.set(width=3.45).move_to(cells[49])
        self.add(cells)
        self.wait(0.7)
        self.play(self.camera.frame.animate.set(width=14.2).move_to(ORIGIN), run_time=2.5)
        self.wait(0.5)
