"""
---
id: caption-bar-under-a-figure
title: Caption under a figure that changes with each step
topic: layout
tags: [caption, label, steps, explanation below, changing text under a drawing, narration text]
asks:
  - text under the picture that changes
  - narrated steps with a caption at the bottom
  - replace one caption by the next
  - explain what happens in a line at the bottom
  - sentence at the bottom tells what is going on
  - description that swaps at each step
teaches: "Keep one caption object and replace it at the same place, so that words never pile up."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ChangingCaption(Scene):
    def construct(self):
        square = Square(2.4, color=BLUE, fill_opacity=0.4)
        caption = Text("Start with a square", font_size=36).to_edge(DOWN, buff=0.8)

        self.play(Create(square), FadeIn(caption))
        for words, change in [
            ("Turn it by 45 degrees", lambda s: s.rotate(PI / 4)),
            ("Stretch it sideways", lambda s: s.stretch(1.8, 0)),
        ]:
            new = Text(words, font_size=36).move_to(caption)
            self.play(FadeOut(caption, shift=UP * 0.4), FadeIn(new, shift=UP * 0.4), ApplyFunction(change, square))
            caption = new
        self.wait()
