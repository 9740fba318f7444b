"""
---
id: word-by-word
title: Sentence appearing word by word
topic: text
tags: [words, reveal, karaoke]
asks:
  - reveal text word by word
  - words pop up one after another
  - karaoke style text
  - kinetic typography
teaches: "Make one Text for each word, arrange them in a row, and stagger their entrance."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class WordByWord(Scene):
    def construct(self):
        words = "Every journey starts with one step".split()
        row = VGroup(*[Text(word, font_size=48) for word in words])
        row.arrange(RIGHT, buff=0.3)
        for word in row:
            word.align_to(row, UP) if not set("gjpqy") & set(word.text) else None
        self.play(LaggedStart(*[FadeIn(w, shift=UP * 0.4) for w in row], lag_ratio=0.5, run_time=2.5))
        self.play(row[4].animate.set_color(YELLOW).scale(1.2))
        self.wait()
