"""
---
id: colored-words
title: Colour some words of a sentence
topic: text
tags: [color, words, t2c, red and blue words, keyword colors, partly colored text]
asks:
  - make certain words a different colour
  - color keywords in text
  - text with several colours
  - colour the word in the sentence to match the drawing
  - t2c in Text
  - paint one word red
teaches: "t2c maps words to colours, so that the sentence and the drawing share a code."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ColoredWords(Scene):
    def construct(self):
        colors = {"circle": BLUE, "square": RED}
        sentence = Text("The circle fits in the square", font_size=48, t2c=colors).to_edge(UP, buff=1)
        square = Square(3, color=colors["square"]).shift(DOWN * 0.5)
        circle = Circle(1.5, color=colors["circle"]).move_to(square)
        self.play(Write(sentence))
        self.play(Create(circle))
        self.play(Create(square))
        self.wait()
