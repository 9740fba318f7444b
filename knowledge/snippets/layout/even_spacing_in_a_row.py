"""
---
id: even-spacing-in-a-row
title: Spread things evenly over the width
topic: layout
tags: [spacing, row, distribute, equal distances, spread across the width]
asks:
  - space objects evenly
  - equal gaps between shapes
  - distribute items across the screen
  - arrange in a row with the same distance
  - same distance between icons
  - arrange with buff across the width
teaches: "arrange makes equal gaps; to fill a given width, work out the gap from what is left over."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class EvenSpacing(Scene):
    def construct(self):
        shapes = VGroup(Circle(0.5), Square(1.4), Triangle(), Star(outer_radius=0.7), Rectangle(width=1.8, height=0.8))
        for shape, color in zip(shapes, [BLUE, GREEN, YELLOW, ORANGE, RED]):
            shape.set_stroke(color, 4).set_fill(color, 0.3)
        shapes.arrange(RIGHT, buff=0.1)
        self.play(FadeIn(shapes))
        width = 12
        gap = (width - sum(s.width for s in shapes)) / (len(shapes) - 1)
        self.play(shapes.animate.arrange(RIGHT, buff=gap))
        ruler = DoubleArrow(LEFT * width / 2, RIGHT * width / 2, buff=0).shift(DOWN * 1.6)
        words = Text("12 units, four equal gaps", font_size=30).next_to(ruler, DOWN)
        self.play(GrowFromCenter(ruler), FadeIn(words))
        self.wait()
