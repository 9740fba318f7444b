"""
---
id: slow-push-in
title: Slow push in while something is said
topic: camera
tags: [ken burns, push in, dolly, slow zoom, drift, tension]
asks:
  - slow zoom while the narrator talks
  - ken burns effect
  - push in slowly to build tension
  - drift of the camera over a still picture
  - gently get closer during a long sentence
  - documentary style slow zoom on a photo
teaches: The frame shrinks and moves a little with a linear rate, so that a still picture never stands.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PushIn(MovingCameraScene):
    def construct(self):
        rng = np.random.default_rng(4)
        stars = VGroup(*[Dot([*rng.uniform((-6, -3), (6, 3)), 0], radius=0.02 + 0.04 * rng.random()) for _ in range(40)])
        planet = Circle(0.9, color=ORANGE, fill_opacity=0.9).shift(RIGHT * 1.5 + UP * 0.4)
        self.add(stars, planet)
        frame = self.camera.frame
        self.play(frame.animate.set(width=9).move_to(planet), run_time=5, rate_func=linear)
        self.wait(0.5)
