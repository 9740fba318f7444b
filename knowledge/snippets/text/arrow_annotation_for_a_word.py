"""
---
id: arrow-annotation-for-a-word
title: Point at a word with an arrow and a note
topic: text
tags: [annotation, arrow, callout, note on a word, explain a word, pointing arrow]
asks:
  - annotate part of a sentence with an arrow
  - callout pointing to a word
  - label a part of the text
  - curved arrow to a word with an explanation
  - note with an arrow at one word
  - explain a term inside a sentence
teaches: "Take the letters by slicing, box them, and run a curved arrow from the note to the box."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class AnnotateWord(Scene):
    def construct(self):
        sentence = Text("f is continuous on the interval", font_size=48).shift(UP)
        word = sentence[3:13]
        box = SurroundingRectangle(word, color=YELLOW, buff=0.12)
        note = Text("no jumps, no holes", font_size=36, color=YELLOW).shift(DOWN * 1.5 + LEFT * 3)
        arrow = CurvedArrow(note.get_top() + UP * 0.1, box.get_bottom() + DOWN * 0.1, angle=-PI / 5, color=YELLOW)
        self.play(Write(sentence))
        self.play(Create(box))
        self.play(Create(arrow), FadeIn(note))
        self.wait()
