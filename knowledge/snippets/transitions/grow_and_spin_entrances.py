"""
---
id: grow-and-spin-entrances
title: Ways for something to enter
topic: transitions
tags: [entrance, grow, spin, appear, pop in, spin in, grow from the center]
asks:
  - pop in animation
  - object grows from its centre
  - spin into the picture
  - different ways to make objects appear
  - "GrowFromCenter, SpinInFromNothing and others"
  - lively ways to show something
teaches: "FadeIn, GrowFromCenter, SpinInFromNothing and DrawBorderThenFill next to each other."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Entrances(Scene):
    def construct(self):
        ways = [FadeIn, GrowFromCenter, SpinInFromNothing, DrawBorderThenFill]
        for k, way in enumerate(ways):
            x = 3.3 * (k - 1.5)
            shape = RegularPolygon(5, color=TEAL, fill_opacity=0.6).move_to([x, 0.4, 0])
            name = Text(way.__name__, font_size=22).move_to([x, -1.6, 0])
            self.play(way(shape), FadeIn(name), run_time=1)
        self.wait()
