"""
---
id: split-view-of-two-places
title: Zoomed window that moves along
topic: camera
tags: [zoomed scene, inset, window, zoomed inset, picture in picture zoom, second view]
asks:
  - zoom window that moves over the picture
  - moving magnifier
  - inspect several places enlarged
  - second camera view
  - ZoomedScene example
  - second window with an enlarged region
teaches: Animate zoomed_camera.frame; the window shows whatever lies beneath it.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MovingWindow(ZoomedScene):
    def __init__(self, **kwargs):
        super().__init__(zoom_factor=0.3, zoomed_display_width=4, zoomed_display_height=3, **kwargs)

    def construct(self):
        dots = VGroup(*[Dot([-5 + 0.5 * i, 1 - 0.5 * j, 0], color=interpolate_color(BLUE, RED, i / 11)) for i in range(12) for j in range(6)])
        self.add(dots)
        self.zoomed_camera.frame.move_to(dots[3])
        self.zoomed_display.to_corner(UR)
        self.activate_zooming(animate=True)
        self.play(self.zoomed_camera.frame.animate.move_to(dots[62]), run_time=2)
        self.wait(0.5)
