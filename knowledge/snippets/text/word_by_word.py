"""
---
id: word-by-word
title: Sentence appearing word by word
topic: text
tags: [words, reveal, karaoke, lyrics, words appear in turn, spoken text]
asks:
  - reveal text word by word
  - words pop up one after another
  - karaoke style text
  - kinetic typography
  - each word shows up when it is said
  - sentence builds up slowly
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
        said = "Every journey starts with one step"
        sentence = Text(said, font_size=48)
        words, start = VGroup(), 0
        for word in said.split():
            words.add(sentence[start : start + len(word)])
            start += len(word)
        self.play(LaggedStart(*[FadeIn(w, shift=UP * 0.4) for w in words], lag_ratio=0.5, run_time=2.5))
        self.play(words[4].animate.set_color(YELLOW))
        self.wait()
