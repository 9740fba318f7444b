"""
---
id: default-styles-for-all-objects
title: Default style for every text and circle
topic: themes
tags: [set_default, style, theme, set default, global font, same style everywhere]
asks:
  - set default color for all text
  - change the default style of mobjects
  - global font setting
  - same stroke width everywhere
  - set_default for Text
  - every circle the same stroke
teaches: set_default changes what later constructors use; call it without arguments to undo.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class DefaultStyles(Scene):
    def construct(self):
        Text.set_default(color=YELLOW, font_size=44)
        Circle.set_default(stroke_width=10, color=TEAL)
        row = VGroup(Circle(), Text("all alike"), Circle()).arrange(RIGHT, buff=0.8)
        Text.set_default()
        Circle.set_default()
        plain = Text("back to plain").shift(DOWN * 2.3)
        self.play(FadeIn(row))
        self.play(FadeIn(plain, shift=UP * 0.3))
        self.wait()
