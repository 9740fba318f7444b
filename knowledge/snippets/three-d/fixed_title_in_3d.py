"""
---
id: fixed-title-in-3d
title: Title that stays put while the camera turns
topic: three-d
tags: [3d, fixed in frame, title, overlay, heading over 3d, hud, text facing the camera, does not rotate]
asks:
  - text fixed on screen in a 3d scene
  - label that does not rotate with the camera
  - title over a three dimensional scene
  - hud overlay in 3d
  - heading stays flat while the space turns
  - add_fixed_in_frame_mobjects
teaches: "add_fixed_in_frame_mobjects pins the text to the picture, not to the space."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FixedTitle(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=65 * DEGREES, theta=-45 * DEGREES)
        title = Text("A torus", font_size=48).to_corner(UL)
        self.add_fixed_in_frame_mobjects(title)
        self.remove(title)
        torus = Torus(major_radius=1.8, minor_radius=0.6, resolution=16)
        self.play(FadeIn(torus), FadeIn(title))
        self.move_camera(theta=30 * DEGREES, run_time=2)
        self.wait(0.5)
