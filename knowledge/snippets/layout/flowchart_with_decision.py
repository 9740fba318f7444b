"""
---
id: flowchart-with-decision
title: Flowchart with a decision
topic: layout
tags: [flowchart, process, decision, diagram, yes or no, branch, if else diagram]
asks:
  - flow chart with a yes and no branch
  - process diagram with arrows between boxes
  - decision diamond
  - show an algorithm as a flow diagram
  - "if this then that, as boxes"
  - rhombus with two exits
teaches: "Connect boxes by arrows that start and end at their edges, so that they follow when a box moves."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Flowchart(Scene):
    def box(self, words, shape, color):
        label = Text(words, font_size=28)
        outline = shape.set_stroke(color, 3).set_fill(color, 0.15)
        return VGroup(outline, label.move_to(outline))

    def construct(self):
        start = self.box("Read a number", RoundedRectangle(width=3.2, height=0.9, corner_radius=0.3), GREEN).shift(UP * 3)
        test = self.box("even?", Square(1.5).rotate(PI / 4), YELLOW).shift(UP * 0.6)
        yes = self.box("halve it", Rectangle(width=2.6, height=0.9), BLUE).shift(DOWN * 2.3 + LEFT * 3)
        no = self.box("triple it, add 1", Rectangle(width=3.2, height=0.9), BLUE).shift(DOWN * 2.3 + RIGHT * 3)
        down = Arrow(start.get_bottom(), test.get_top(), buff=0.1)
        left = Arrow(test.get_left(), yes.get_top(), buff=0.1)
        right = Arrow(test.get_right(), no.get_top(), buff=0.1)
        yes_label = Text("yes", font_size=26, color=GREEN).move_to(left.get_center() + UL * 0.45)
        no_label = Text("no", font_size=26, color=RED).move_to(right.get_center() + UR * 0.45)
        self.play(FadeIn(start))
        self.play(GrowArrow(down), FadeIn(test))
        self.play(GrowArrow(left), FadeIn(yes_label), FadeIn(yes))
        self.play(GrowArrow(right), FadeIn(no_label), FadeIn(no))
        self.wait()
