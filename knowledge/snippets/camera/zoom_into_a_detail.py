"""
---
id: zoom-into-a-detail
title: Zoom in on a detail and back out
topic: camera
tags: [zoom, camera, detail, moving camera, close up, camera zoom, move in closer, enlarge a region]
asks:
  - zoom in on part of the scene
  - camera moves closer to an object
  - zoom out again to the whole picture
  - focus the camera on something
  - go closer to one part and return
  - MovingCameraScene camera frame scale
teaches: "In a MovingCameraScene animate the frame: set its width and move it; Restore brings it back."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ZoomIn(MovingCameraScene):
    def construct(self):
        shapes = VGroup(*[RegularPolygon(n, color=c, fill_opacity=0.5) for n, c in zip(range(3, 8), [BLUE, TEAL, GREEN, YELLOW, RED])])
        shapes.arrange(RIGHT, buff=0.6)
        self.play(FadeIn(shapes))
        self.camera.frame.save_state()
        self.play(self.camera.frame.animate.set(width=4).move_to(shapes[3]), run_time=1.5)
        self.wait(0.5)
        self.play(Restore(self.camera.frame), run_time=1.5)
        self.wait(0.5)
