"""
---
id: shake-the-camera
title: Camera shake for an impact
topic: camera
tags: [camera, shake, impact, earthquake, vibration, hit, thud]
asks:
  - shake the camera
  - earthquake effect
  - impact shake when something lands
  - screen shake
  - heavy thing hits the ground and everything trembles
  - jolt the picture
teaches: "Move the frame by a decaying wave with an update function, then leave it where it was."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class CameraShake(MovingCameraScene):
    def construct(self):
        ground = Line(LEFT * 5, RIGHT * 5).shift(DOWN * 2)
        block = Square(1.5, color=ORANGE, fill_opacity=0.8).shift(UP * 2.5)
        self.add(ground, block)
        self.play(block.animate.next_to(ground, UP, buff=0), rate_func=rush_into, run_time=0.7)
        shake = lambda frame, a: frame.move_to(0.25 * (1 - a) * np.sin(40 * a) * UP)
        self.play(UpdateFromAlphaFunc(self.camera.frame, shake), run_time=0.8)
        self.wait(0.5)
