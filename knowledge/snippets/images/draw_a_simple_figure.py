"""
---
id: draw-a-simple-figure
title: Stick figure
topic: images
tags: [person, figure, drawing, character, silhouette, man, presenter]
asks:
  - draw a person
  - stick figure character
  - simple human icon
  - figure that waves
  - little man made of lines
  - cartoon character greets
teaches: A head and a few lines in one group; the arm turns about the shoulder.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class StickFigure(Scene):
    def construct(self):
        head = Circle(0.5, color=WHITE).shift(UP * 1.7)
        body = Line(UP * 1.2, DOWN * 0.6)
        legs = VGroup(Line(DOWN * 0.6, DOWN * 2 + LEFT * 0.7), Line(DOWN * 0.6, DOWN * 2 + RIGHT * 0.7))
        left = Line(UP * 0.8, LEFT * 1)
        right = Line(UP * 0.8, UP * 1.6 + RIGHT * 1)
        self.play(Create(VGroup(head, body, legs, left, right)), run_time=2)
        for _ in range(2):
            self.play(Rotate(right, 0.5, about_point=UP * 0.8), rate_func=there_and_back, run_time=0.6)
        self.wait(0.5)
