"""
---
id: swap-two-objects
title: Swap two objects along arcs
topic: transitions
tags: [swap, exchange, arc, exchange positions, trade places, switch]
asks:
  - swap two objects
  - exchange places in a curve
  - cyclic replace
  - shapes trade positions
  - A and B change seats
  - exchange positions along arcs
teaches: CyclicReplace moves each object to the next one's place along an arc.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SwapPlaces(Scene):
    def construct(self):
        shapes = VGroup(Circle(0.9, color=BLUE), Square(1.7, color=YELLOW), Triangle(color=GREEN)).arrange(RIGHT, buff=1.5)
        shapes.set_fill(opacity=0.5)
        self.play(FadeIn(shapes))
        self.play(Swap(shapes[0], shapes[1], path_arc=PI / 2))
        self.wait(0.3)
        self.play(CyclicReplace(*shapes, path_arc=PI / 2))
        self.wait()
