"""
---
id: lever-balance
title: Lever in balance
topic: physics
tags: [lever, torque, balance, moment, seesaw, weights, fulcrum]
asks:
  - lever and torque
  - seesaw balance
  - force times distance
  - moment of a force
  - child and adult on a seesaw
  - long arm needs less force
teaches: A beam tips until the heavier side is moved closer to the pivot.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Lever(Scene):
    def construct(self):
        pivot = Triangle(color=WHITE, fill_opacity=1).scale(0.6).move_to(DOWN * 1.6)
        top = pivot.get_top()
        beam = Line(LEFT * 4.5, RIGHT * 4.5, stroke_width=10).move_to(top)
        heavy = Square(1.2, color=RED, fill_opacity=0.8).next_to(beam.point_from_proportion(0.1), UP, buff=0.05)
        light = Square(0.7, color=BLUE, fill_opacity=0.8).next_to(beam.point_from_proportion(0.9), UP, buff=0.05)
        seesaw = VGroup(beam, heavy, light)
        self.play(FadeIn(pivot, seesaw))
        self.play(Rotate(seesaw, 0.2, about_point=top))
        self.play(heavy.animate.shift(2.4 * RIGHT * np.cos(0.2) + 2.4 * UP * np.sin(0.2)))
        self.play(Rotate(seesaw, -0.2, about_point=top))
        self.wait()
