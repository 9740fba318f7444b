"""
---
id: emoji-and-unicode-symbols
title: Symbols from Unicode as icons
topic: text
tags: [unicode, symbols, icons, emoji, special characters, icons in text, arrows as text, glyphs]
asks:
  - use arrows and symbols in text
  - show a check mark or a star character
  - icons without image files
  - unicode symbols next to words
  - smiley or star in a sentence
  - special characters in Text
teaches: "Text takes any Unicode character that a font has: stars, ticks, arrows, chess pieces."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class UnicodeIcons(Scene):
    def construct(self):
        rows = VGroup(*[
            VGroup(Text(icon, font_size=60, color=color), Text(words, font_size=36)).arrange(RIGHT, buff=0.5)
            for icon, words, color in [("★", "favourite", YELLOW), ("✓", "done", GREEN), ("♞", "the knight moves", BLUE)]
        ]).arrange(DOWN, aligned_edge=LEFT, buff=0.5)
        self.play(LaggedStart(*[FadeIn(row, shift=RIGHT) for row in rows], lag_ratio=0.6), run_time=2)
        self.wait()
