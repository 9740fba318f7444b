"""
---
id: org-tree-of-boxes
title: Hierarchy of boxes
topic: layout
tags: [hierarchy, tree, organisation, taxonomy, organization chart, company structure, departments, boxes below each other]
asks:
  - organisation chart
  - taxonomy diagram with parent and child boxes
  - classification tree of concepts
  - boxes connected from top to bottom
  - "chief, managers and staff as a tree"
  - parent and children nodes with elbow connectors
teaches: "Arrange children under their parent and join them with elbow lines, drawn from the positions."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Hierarchy(Scene):
    def box(self, words, color):
        panel = RoundedRectangle(width=2.7, height=0.9, corner_radius=0.15, color=color, fill_opacity=0.2)
        return VGroup(panel, Text(words, font_size=26).move_to(panel))

    def elbow(self, parent, child):
        start, end = parent.get_bottom(), child.get_top()
        middle = (start[1] + end[1]) / 2
        path = VMobject(color=GREY_B, stroke_width=3)
        return path.set_points_as_corners([start, [start[0], middle, 0], [end[0], middle, 0], end])

    def construct(self):
        root = self.box("Numbers", YELLOW).shift(UP * 2.5)
        real = self.box("Real", BLUE).move_to([-3, 0.2, 0])
        rest = self.box("Complex", BLUE).move_to([3, 0.2, 0])
        leaves = VGroup(self.box("Rational", GREEN), self.box("Irrational", GREEN)).arrange(RIGHT, buff=0.6)
        leaves.move_to([-3, -2.2, 0])
        self.play(FadeIn(root))
        self.play(*[Create(self.elbow(root, c)) for c in (real, rest)], FadeIn(real), FadeIn(rest))
        self.play(*[Create(self.elbow(real, c)) for c in leaves], FadeIn(leaves))
        self.wait()
