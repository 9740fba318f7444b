"""
---
id: align-equal-signs-and-edges
title: Align things by their edges
topic: layout
tags: [align, edges, rows, left aligned, line up edges, aligned columns]
asks:
  - line up objects on the left
  - align the tops of two objects
  - left align several lines of text
  - objects are not aligned
  - "things are crooked, put them on one line"
  - align_to and aligned_edge
teaches: align_to moves one mobject so that an edge meets another's; arrange takes aligned_edge for a whole group.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class AlignEdges(Scene):
    def construct(self):
        bars = VGroup(*[
            Rectangle(width=w, height=0.6, fill_opacity=0.7, color=c)
            for w, c in [(2, BLUE), (4.5, GREEN), (3, YELLOW)]
        ]).arrange(DOWN, buff=0.4)
        guide = DashedLine(UP * 2.4, DOWN * 2.4, color=GREY).shift(LEFT * 3)
        name = Text("aligned to the left", font_size=32).to_edge(UP)
        self.play(FadeIn(bars))
        self.play(Create(guide), FadeIn(name))
        self.play(*[bar.animate.align_to(guide, LEFT) for bar in bars])
        right = Text("aligned to the right", font_size=32).to_edge(UP)
        self.play(
            guide.animate.shift(RIGHT * 6),
            FadeTransform(name, right),
            *[bar.animate.set_x(3 - bar.width / 2) for bar in bars],
        )
        self.wait()
