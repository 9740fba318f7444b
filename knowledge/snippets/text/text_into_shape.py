"""
---
id: text-into-shape
title: Morph a word into a drawing
topic: text
tags: [morph, transform, word, word to picture, morph letters, text turns into a drawing]
asks:
  - turn text into a shape
  - morph a word into a picture
  - text becomes a circle
  - transform letters into an object
  - name turns into a logo
  - letters melt into a figure
teaches: "ReplacementTransform morphs any two vector mobjects, letters included."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class WordToShape(Scene):
    def construct(self):
        word = Text("circle", font_size=90)
        circle = Circle(1.6, color=BLUE, fill_opacity=0.5)
        self.play(Write(word))
        self.play(ReplacementTransform(word, circle), run_time=1.5)
        self.play(circle.animate.set_fill(YELLOW, 0.8))
        self.wait()
