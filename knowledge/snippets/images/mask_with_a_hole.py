"""
---
id: mask-with-a-hole
title: Look through a hole
topic: images
tags: [mask, hole, cutout, window, keyhole, porthole, cutout window, look through]
asks:
  - shape with a hole
  - cut a hole in a rectangle
  - look through a keyhole
  - mask part of the picture
  - everything covered but a window
  - Difference or Exclusion of shapes
teaches: Difference of a full rectangle and a circle leaves a window; move it with the tracker.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Keyhole(Scene):
    def construct(self):
        pattern = VGroup(*[Square(0.9, stroke_width=0).set_fill(interpolate_color(BLUE, PINK, (i * 7 % 11) / 10), 1) for i in range(84)]).arrange_in_grid(7, 12, buff=0.1)
        x = ValueTracker(-4)
        wall = always_redraw(lambda: Difference(FullScreenRectangle(), Circle(1.2).move_to([x.get_value(), 0, 0])).set_fill("#1A1A1A", 1).set_stroke(width=0))
        self.add(pattern, wall)
        self.play(x.animate.set_value(4), run_time=3)
        self.play(FadeOut(wall))
        self.wait(0.5)
