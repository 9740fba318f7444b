"""
---
id: equilateral-triangle-construction
title: Equilateral triangle from two circles
topic: geometry
tags: [construction, equilateral, euclid, compass and straightedge, two circles]
asks:
  - construct an equilateral triangle
  - euclid's first proposition
  - draw a triangle with compass
  - two circles through each other's centre
  - euclid elements book one
  - three equal sides with compass
teaches: Two circles with the side as radius cross at the third corner.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class EquilateralConstruction(Scene):
    def construct(self):
        a, b = np.array([-1.4, -0.8, 0]), np.array([1.4, -0.8, 0])
        c = np.array([0, -0.8 + 1.4 * np.sqrt(3), 0])
        self.play(Create(Line(a, b)), FadeIn(Dot(a), Dot(b)))
        for center in (a, b):
            self.play(Create(Circle(2.8, color=GREY, stroke_width=3).move_to(center)))
        self.play(FadeIn(Dot(c, color=YELLOW), scale=3))
        self.play(Create(Polygon(a, b, c, color=YELLOW, fill_opacity=0.3)))
        self.wait()
