"""
---
id: frame-a-group
title: Camera frames a group of objects
topic: camera
tags: [auto zoom, fit the view, frame a group, zoom to fit, bounding box]
asks:
  - zoom so that these objects fill the screen
  - fit the camera to a group
  - auto zoom on selected objects
  - frame several objects together
  - set the camera so that a selection fits exactly
  - show only these things on the whole screen
teaches: auto_zoom moves and scales the frame so that the given mobjects fill it, with a margin.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FrameGroup(MovingCameraScene):
    def construct(self):
        dots = VGroup(*[LabeledDot(str(k + 1)).move_to([-5 + 2 * (k % 6), 2 - 2 * (k // 6), 0]) for k in range(18)])
        self.play(FadeIn(dots))
        group = VGroup(*[dots[k] for k in (8, 9, 14, 15)])
        self.play(self.camera.auto_zoom(group, margin=1.6), run_time=1.6)
        self.play(*[Circumscribe(d, Circle) for d in group])
        self.play(self.camera.auto_zoom(dots, margin=2), run_time=1.6)
        self.wait(0.5)
