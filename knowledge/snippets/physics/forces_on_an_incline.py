"""
---
id: forces-on-an-incline
title: Forces on an inclined plane
topic: physics
tags: [forces, incline, free body diagram, ramp, normal force, friction, gravity components]
asks:
  - free body diagram
  - block on an inclined plane
  - split gravity into components
  - force arrows on an object
  - box on a ramp
  - "normal force, friction and weight arrows"
teaches: "Draw everything flat, then rotate block and arrows by the slope's angle."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Incline(Scene):
    def construct(self):
        angle = 25 * DEGREES
        a, b = np.array([-4, -2, 0]), np.array([4, -2, 0])
        slope = Polygon(a, b, b + UP * 8 * np.tan(angle), color=GREY_B, fill_opacity=0.2)
        along = np.array([np.cos(angle), np.sin(angle), 0])
        normal = np.array([-np.sin(angle), np.cos(angle), 0])
        center = a + along * 4.8 + normal * 0.5
        block = Square(1, color=BLUE, fill_opacity=0.7).rotate(angle).move_to(center)
        legend = VGroup()
        self.play(Create(slope), FadeIn(block))
        g = 2.4
        for vector, name, color in [(DOWN * g, "gravity", YELLOW), (normal * g * np.cos(angle), "normal", GREEN), (-along * g * np.sin(angle), "downhill", RED)]:
            arrow = Arrow(center, center + vector, buff=0, color=color)
            legend.add(Text(name, font_size=34, color=color))
            legend.arrange(DOWN, aligned_edge=LEFT).to_corner(UL, buff=0.8)
            self.play(GrowArrow(arrow), FadeIn(legend[-1]), run_time=0.8)
        self.wait()
