"""
---
id: venn-diagram
title: Venn diagram with the overlap filled
topic: geometry
tags: [venn, sets, intersection, union, overlap, both and either]
asks:
  - venn diagram
  - show the intersection of two sets
  - union and difference of sets
  - overlap of two circles highlighted
  - what two groups have in common
  - two overlapping rings with labels
teaches: Intersection and Union build shapes from the circles; fade them in one after another.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Venn(Scene):
    def construct(self):
        left = Circle(1.9, color=BLUE).shift(LEFT * 1.1 + DOWN * 0.4)
        right = Circle(1.9, color=YELLOW).shift(RIGHT * 1.1 + DOWN * 0.4)
        names = VGroup(Text("swims", font_size=36).next_to(left, UL, buff=-0.3), Text("flies", font_size=36).next_to(right, UR, buff=-0.3))
        self.play(Create(left), Create(right), FadeIn(names))
        for shape, words in [(Intersection(left, right), "both: the duck"), (Difference(left, right), "only swims: the shark"), (Union(left, right), "one or the other")]:
            shape.set_stroke(width=0).set_fill(GREEN, 0.6)
            caption = Text(words, font_size=34).to_edge(DOWN, buff=0.5)
            self.play(FadeIn(shape, caption), run_time=0.7)
            self.wait(0.6)
            self.play(FadeOut(shape, caption), run_time=0.4)
