"""
---
id: trail-that-fades
title: Comet with a fading trail
topic: updaters
tags: [trail, comet, fade, TracedPath, tail, motion trail, path behind]
asks:
  - fading trail behind an object
  - comet tail
  - trail that disappears after a while
  - dissipating path
  - shooting star
  - TracedPath with dissipating_time
teaches: TracedPath with dissipating_time lets the older part vanish.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FadingTrail(Scene):
    def construct(self):
        path = Ellipse(width=9, height=4.5)
        dot = Dot(path.get_start(), color=YELLOW, radius=0.15)
        trail = TracedPath(dot.get_center, dissipating_time=0.8, stroke_opacity=[0, 1], stroke_color=YELLOW, stroke_width=8)
        self.add(trail, dot)
        self.play(MoveAlongPath(dot, path), run_time=4, rate_func=linear)
        self.wait(0.5)
