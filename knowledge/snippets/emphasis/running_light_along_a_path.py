"""
---
id: running-light-along-a-path
title: Light running along a line
topic: emphasis
tags: [passing flash, signal, line, current along a wire, travelling pulse, electricity]
asks:
  - light moving along a wire
  - signal travelling through a connection
  - snake of light running over an outline
  - show the direction of flow
  - pulse of light runs along a cable
  - ShowPassingFlash along a line
teaches: ShowPassingFlash lets a short bright piece run along a copy of the path.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RunningLight(Scene):
    def construct(self):
        path = VMobject(color=GREY, stroke_width=4).set_points_smoothly([[-5, -1, 0], [-2, 1.5, 0], [1, -1.5, 0], [5, 1, 0]])
        ends = VGroup(Dot(path.get_start(), radius=0.2), Dot(path.get_end(), radius=0.2))
        self.play(Create(path), FadeIn(ends))
        for color in (YELLOW, TEAL):
            light = path.copy().set_stroke(color, width=10)
            self.play(ShowPassingFlash(light, time_width=0.4), run_time=1.5)
        self.play(Flash(ends[1], color=TEAL))
