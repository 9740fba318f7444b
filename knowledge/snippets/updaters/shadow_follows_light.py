"""
---
id: shadow-follows-light
title: Shadow that follows a lamp
topic: updaters
tags: [shadow, light, updater, projection, lamp, sun, light source]
asks:
  - shadow of an object
  - moving light source
  - lamp and shadow
  - shadow length changes
  - sun moves and the shadow gets longer
  - object blocks light
teaches: The shadow's end is where the ray from the lamp over the top meets the ground.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class LampShadow(Scene):
    def construct(self):
        ground = Line(LEFT * 6.5, RIGHT * 6.5).shift(DOWN * 2)
        post = Line([-1, -2, 0], [-1, 0, 0], stroke_width=14, color=BLUE)
        lamp_x = ValueTracker(-4)
        lamp = lambda: np.array([lamp_x.get_value(), 2.8, 0])

        def shadow():
            ray = post.get_end() - lamp()
            end = lamp() + ray * (4.8 / -ray[1])
            return VGroup(Line([-1, -2, 0], end, color=GREY, stroke_width=12), DashedLine(lamp(), end, color=YELLOW, stroke_width=2))

        bulb = always_redraw(lambda: Dot(lamp(), radius=0.25, color=YELLOW))
        self.add(ground, always_redraw(shadow), post, bulb)
        self.play(lamp_x.animate.set_value(2), run_time=3.5)
        self.wait(0.5)
