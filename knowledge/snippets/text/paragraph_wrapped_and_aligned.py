"""
---
id: paragraph-wrapped-and-aligned
title: "Paragraph of several lines, left aligned"
topic: text
tags: [paragraph, multiline, wrap, long text, line breaks, multi-line, body text, too long sentence]
asks:
  - show a long text over several lines
  - wrap text into a paragraph
  - multi line text aligned to the left
  - line spacing of a text block
  - several sentences in a block
  - line breaks and line spacing
teaches: "Wrap the words yourself with textwrap, then let Paragraph align and space the lines."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import textwrap

from manim import *


class WrappedParagraph(Scene):
    def construct(self):
        story = (
            "Every even number greater than two that anybody has tried is the sum of two "
            "primes. Nobody knows whether that goes on for ever."
        )
        lines = textwrap.wrap(story, width=34)
        block = Paragraph(*lines, alignment="left", font_size=40, line_spacing=0.9)
        self.play(AnimationGroup(*[FadeIn(line, shift=UP * 0.2) for line in block], lag_ratio=0.4))
        self.wait()
