"""
---
id: follow-a-moving-object
title: Camera follows a moving dot
topic: camera
tags: [camera, follow, tracking, updater, keep in view, camera stays with, moving frame]
asks:
  - camera follows an object
  - keep a moving point in the centre of the screen
  - tracking shot
  - scroll along with the animation
  - keep the car in view while it drives
  - view moves with the dot
teaches: An updater on the frame moves it to the dot each frame; remove it when done.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class FollowDot(MovingCameraScene):
    def construct(self):
        axes = Axes(x_range=[0, 20, 1], y_range=[-2, 2], x_length=24, y_length=4, tips=False, axis_config={"include_ticks": False})
        curve = axes.plot(np.sin, color=BLUE)
        dot = Dot(curve.get_start(), color=YELLOW, radius=0.15)
        self.camera.frame.set(width=9).move_to(dot)
        self.add(axes, curve, dot)
        self.camera.frame.add_updater(lambda f: f.move_to(dot))
        self.play(MoveAlongPath(dot, curve), run_time=5, rate_func=linear)
        self.camera.frame.clear_updaters()
