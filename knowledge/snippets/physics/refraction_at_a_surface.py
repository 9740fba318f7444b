"""
---
id: refraction-at-a-surface
title: Light bends at a surface
topic: physics
tags: [refraction, snell, light, ray, light into water, bending, index of refraction, glass]
asks:
  - refraction of light
  - snell's law
  - light ray entering water
  - bending of light with angles
  - straw looks bent in water
  - ray changes direction in glass
teaches: The angle below follows from Snell's law; the ray is redrawn as the lamp moves.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Refraction(Scene):
    def construct(self):
        water = Rectangle(width=14, height=3.8, stroke_width=0).set_fill(BLUE, 0.3).shift(DOWN * 1.9)
        axis = DashedLine(UP * 3, DOWN * 3, color=GREY)
        angle = ValueTracker(20 * DEGREES)
        into = lambda: 3.2 * np.array([-np.sin(angle.get_value()), np.cos(angle.get_value()), 0])

        def out():
            bent = np.arcsin(np.sin(angle.get_value()) / 1.33)
            return 3.2 * np.array([np.sin(bent), -np.cos(bent), 0])

        rays = always_redraw(lambda: VGroup(Line(into(), ORIGIN), Arrow(ORIGIN, out(), buff=0)).set_color(YELLOW))
        law = MathTex(r"\frac{\sin\alpha}{\sin\beta} = n", font_size=48).move_to(RIGHT * 4.5 + UP * 2)
        self.add(water, axis)
        self.play(FadeIn(rays), Write(law))
        self.play(angle.animate.set_value(65 * DEGREES), run_time=3)
        self.wait(0.5)
