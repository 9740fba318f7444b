"""
---
id: glossary-term-definition
title: Term and definition
topic: text
tags: [definition, vocabulary, term, technical term, dictionary, meaning of a word]
asks:
  - show a definition
  - define a word on screen
  - vocabulary term with its meaning
  - definition box
  - what does this word mean
  - dictionary entry
teaches: "The term large and coloured, a thin bar, the meaning beside it: one glance is enough."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Definition(Scene):
    def construct(self):
        term = Text("derivative", font_size=60, color=YELLOW, weight=BOLD)
        kind = Text("noun", font_size=30, color=GREY_B, slant=ITALIC)
        head = VGroup(term, kind).arrange(RIGHT, buff=0.4, aligned_edge=DOWN)
        meaning = Text("how fast a quantity changes\nat one single moment", font_size=40, line_spacing=0.9)
        body = VGroup(head, meaning).arrange(DOWN, aligned_edge=LEFT, buff=0.5)
        bar = Line(body.get_corner(UL), body.get_corner(DL), color=YELLOW, stroke_width=6).shift(LEFT * 0.4)
        self.play(Create(bar), FadeIn(head, shift=RIGHT * 0.3))
        self.play(FadeIn(meaning, shift=RIGHT * 0.3))
        self.wait()
