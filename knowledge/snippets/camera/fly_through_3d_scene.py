"""
---
id: fly-through-3d-scene
title: Camera flies around and closer in space
topic: camera
tags: [3d camera, move_camera, orbit, phi theta zoom, fly through, viewpoint]
asks:
  - move the camera in three dimensions
  - change phi and theta while zooming
  - fly around an object in 3d
  - look at a solid from another side
  - drone shot around an object
  - orbit and dolly the viewpoint
teaches: move_camera takes phi, theta, zoom and frame_center together; give it a run_time.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FlyAround(ThreeDScene):
    def construct(self):
        towers = VGroup(*[
            Prism(dimensions=[0.8, 0.8, h], fill_color=c).move_to([x, 0, h / 2])
            for x, h, c in [(-1.6, 1, BLUE), (0, 2, GREEN), (1.6, 1.5, YELLOW)]
        ])
        self.set_camera_orientation(phi=70 * DEGREES, theta=-60 * DEGREES)
        self.add(towers)
        self.wait(0.5)
        self.move_camera(phi=50 * DEGREES, theta=20 * DEGREES, run_time=2)
        self.move_camera(phi=75 * DEGREES, theta=-90 * DEGREES, zoom=1.4, run_time=2)
        self.wait(0.5)
