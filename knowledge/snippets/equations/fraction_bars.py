"""
---
id: fraction-bars
title: Fractions as parts of a bar
topic: equations
tags: [fraction, parts, bar, equal parts, numerator and denominator, equivalent fractions, fraction wall]
asks:
  - visualize fractions
  - show one third and two sixths are equal
  - fraction bars
  - parts of a whole for children
  - chocolate bar in equal pieces
  - compare one half with two quarters
teaches: "Cut a bar into equal cells and fill some: equal lengths show equal fractions."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FractionBars(Scene):
    def bar(self, parts, filled):
        cells = VGroup(*[Rectangle(width=9 / parts, height=1, stroke_width=3) for _ in range(parts)]).arrange(RIGHT, buff=0)
        cells[:filled].set_fill(BLUE, 0.7)
        return cells

    def construct(self):
        rows = VGroup()
        for top, bottom in [(1, 3), (2, 6), (4, 12)]:
            rows.add(VGroup(MathTex(rf"\frac{{{top}}}{{{bottom}}}", font_size=56), self.bar(bottom, top)).arrange(RIGHT, buff=0.6))
        rows.arrange(DOWN, buff=0.5, aligned_edge=RIGHT)
        for row in rows:
            self.play(Write(row[0]), LaggedStart(*[FadeIn(c) for c in row[1]], lag_ratio=0.1))
        edge = rows[0][1][0].get_right()[0]
        self.play(Create(DashedLine([edge, rows.get_top()[1] + 0.2, 0], [edge, rows.get_bottom()[1] - 0.2, 0], color=YELLOW)))
        self.wait()
