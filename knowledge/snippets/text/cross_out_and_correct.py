"""
---
id: cross-out-and-correct
title: Cross out a wrong word and write the right one
topic: text
tags: [strike through, correction, wrong, misspelled, fix a mistake, strikethrough, red pen]
asks:
  - strike through text
  - cross out a wrong answer and replace it
  - correct a mistake on screen
  - red line through a word
  - strike the misconception and put the truth
  - typo gets fixed on screen
teaches: "Draw a line through the word, lift the corrected word in above it."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CrossOut(Scene):
    def construct(self):
        before = Text("Heavy things fall", font_size=52)
        wrong = Text("faster", font_size=52)
        sentence = VGroup(before, wrong).arrange(RIGHT, buff=0.3, aligned_edge=UP)
        strike = Line(wrong.get_left() + LEFT * 0.1, wrong.get_right() + RIGHT * 0.1, color=RED, stroke_width=8)
        right = Text("just as fast", font_size=44, color=GREEN).next_to(wrong, UP, buff=0.5)
        self.play(Write(sentence))
        self.play(Create(strike), wrong.animate.set_opacity(0.5))
        self.play(FadeIn(right, shift=UP * 0.4))
        self.wait()
