"""
---
id: anagram-letters-move
title: Letters of one word move to spell another
topic: text
tags: [anagram, letters, matching, swap letters, permutation of letters, rearrange a word, listen silent, word puzzle]
asks:
  - rearrange letters into another word
  - anagram animation
  - letters fly to their new places
  - transform text keeping the same letters
  - listen becomes silent
  - TransformMatchingShapes of two words
teaches: "TransformMatchingShapes moves every letter that both words share, and fades the rest."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Anagram(Scene):
    def construct(self):
        first = Text("listen", font_size=96)
        second = Text("silent", font_size=96, color=TEAL)
        self.play(Write(first))
        self.wait(0.3)
        self.play(TransformMatchingShapes(first, second, path_arc=PI / 2), run_time=1.5)
        self.wait()
