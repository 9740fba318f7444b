"""
---
id: typewriter-with-cursor
title: Typewriter text with a blinking cursor
topic: text
tags: [typewriter, typing, cursor, terminal, keyboard, type out a sentence, blinking cursor, letter by letter]
asks:
  - typewriter effect
  - text typed letter by letter with a cursor
  - blinking cursor after typing
  - animate typing on a keyboard
  - letters appear one at a time
  - message appears letter after letter with blinking bar
teaches: TypeWithCursor reveals a text behind a cursor; Blink keeps the cursor alive afterwards.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Typewriter(Scene):
    def construct(self):
        words = Text("Once upon a time", font_size=60, color=GREEN_B)
        cursor = Rectangle(width=0.12, height=0.8, fill_color=GREEN_B, fill_opacity=1, stroke_width=0)
        cursor.move_to(words[0])
        self.play(TypeWithCursor(words, cursor, time_per_char=0.08))
        self.play(Blink(cursor, blinks=2))
        self.wait(0.5)
