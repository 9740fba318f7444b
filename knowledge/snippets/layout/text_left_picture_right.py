"""
---
id: text-left-picture-right
title: "Explanation on the left, drawing on the right"
topic: layout
tags: [two columns, text, figure, figure and explanation, text beside diagram, two column layout]
asks:
  - text on one side and a diagram on the other
  - put a picture next to the explanation
  - bullet text beside a figure
  - layout with words left and drawing right
  - "half text, half figure"
  - words beside an illustration
teaches: Keep words and drawing apart by giving each its own half of the frame.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TextAndFigure(Scene):
    def construct(self):
        words = VGroup(
            Text("A hexagon has", font_size=34),
            Text("6 equal sides", font_size=34, color=YELLOW),
            Text("6 lines of symmetry", font_size=34, color=TEAL),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.5)
        words.to_edge(LEFT, buff=1)
        hexagon = RegularPolygon(6, color=YELLOW).scale(2).move_to(RIGHT * 3.2)
        axes = VGroup(*[
            DashedLine(LEFT * 2.2, RIGHT * 2.2, color=TEAL).rotate(k * PI / 6) for k in range(6)
        ]).move_to(hexagon)
        self.play(FadeIn(words[0]))
        self.play(FadeIn(words[1]), Create(hexagon))
        self.play(FadeIn(words[2]), LaggedStart(*[Create(a) for a in axes], lag_ratio=0.2))
        self.wait()
