"""
---
id: morph-shape-to-shape
title: Morph through a row of shapes
topic: transitions
tags: [morph, transform, replacement, square to circle, turn into, smooth change]
asks:
  - transform a square into a circle
  - morph one shape into another
  - difference between Transform and ReplacementTransform
  - shape changing animation
  - triangle turns into a star
  - Transform versus ReplacementTransform
teaches: "ReplacementTransform hands over to the new mobject, so the next step starts from it."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MorphRow(Scene):
    def construct(self):
        shapes = [Square(2.5, color=BLUE), Circle(1.5, color=GREEN), Triangle(color=YELLOW).scale(1.8), Star(color=RED, outer_radius=1.8)]
        for shape in shapes:
            shape.set_fill(opacity=0.4)
        self.play(Create(shapes[0]))
        for old, new in zip(shapes, shapes[1:]):
            self.play(ReplacementTransform(old, new))
            self.wait(0.2)
        self.wait(0.4)
