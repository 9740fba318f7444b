"""
---
id: quote-with-author
title: Quotation with its author
topic: text
tags: [quote, citation, quotation, famous words, epigraph]
asks:
  - show a famous quote
  - quotation with the name of the person
  - citation slide in italics
  - epigraph at the start of a video
  - wise words of Einstein
  - citation card
teaches: "Large quiet lines in italics, then the author, right aligned under them."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Quote(Scene):
    def construct(self):
        lines = VGroup(
            Text("“What I cannot create,", font_size=50, slant=ITALIC),
            Text("I do not understand.”", font_size=50, slant=ITALIC),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.3)
        author = Text("Richard Feynman", font_size=32, color=TEAL)
        author.next_to(lines, DOWN, buff=0.6).align_to(lines, RIGHT)
        self.play(LaggedStart(*[Write(line) for line in lines], lag_ratio=0.7))
        self.play(FadeIn(author, shift=LEFT * 0.3))
        self.wait()
