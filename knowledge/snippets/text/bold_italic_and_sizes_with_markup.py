"""
---
id: bold-italic-and-sizes-with-markup
title: "Bold, italic and sizes inside one line"
topic: text
tags: [markup, bold, italic, font, rich text, pango markup, formatted text, underline]
asks:
  - bold and italic in the same text
  - rich text formatting
  - mix font sizes in a sentence
  - superscript or underline in normal text
  - MarkupText with b and i tags
  - one word fat
teaches: "MarkupText reads Pango markup: bold, italic, underline, colour, size and superscript in one object."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RichText(Scene):
    def construct(self):
        line1 = MarkupText("A <b>bold</b> claim needs <i>good</i> proof", font_size=44)
        line2 = MarkupText('<span foreground="#58C4DD" size="larger">big</span> or <small>small</small>', font_size=44)
        line3 = MarkupText("10<sup>9</sup> is a <u>billion</u>", font_size=44)
        lines = VGroup(line1, line2, line3).arrange(DOWN, buff=0.7)
        for line in lines:
            self.play(FadeIn(line, shift=UP * 0.3), run_time=0.8)
        self.wait()
