"""
---
id: highlight-word-in-sentence
title: Highlight one word in a sentence
topic: text
tags: [highlight, word, marker, marker pen, text marker, yellow highlight, underline a word]
asks:
  - highlight a word like with a marker pen
  - mark part of a text in yellow
  - emphasize a single word in a sentence
  - put a coloured box behind a word
  - yellow marker stroke behind words
  - mark the key phrase
teaches: Slice the letters of the word out of the Text and grow a translucent bar behind them.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MarkWord(Scene):
    def construct(self):
        sentence = Text("Correlation is not causation", font_size=56)
        start = sentence.text.replace(" ", "").index("not")
        word = sentence[start : start + 3]
        marker = Rectangle(width=word.width + 0.3, height=0.75, stroke_width=0)
        marker.set_fill(YELLOW, opacity=0.45).move_to(word).set_z_index(-1)
        self.play(Write(sentence))
        self.play(GrowFromEdge(marker, LEFT))
        self.play(word.animate.set_color(YELLOW))
        self.wait()
