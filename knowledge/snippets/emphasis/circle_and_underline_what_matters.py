"""
---
id: circle-and-underline-what-matters
title: Circle or underline what matters
topic: emphasis
tags: [circumscribe, underline, highlight, encircle, mark as important, ring around, "teacher's red pen"]
asks:
  - draw a circle around something
  - underline a word to emphasize it
  - box around the important part
  - draw attention to an object
  - scribble a ring around the key number
  - mark something with a red pen
teaches: Circumscribe draws a passing box or circle; Underline and SurroundingRectangle stay.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CircleIt(Scene):
    def construct(self):
        words = VGroup(Text("first"), Text("second"), Text("third")).scale(1.3).arrange(RIGHT, buff=1.5)
        self.play(FadeIn(words))
        self.play(Circumscribe(words[0], shape=Circle, color=YELLOW))
        self.play(Circumscribe(words[1], color=TEAL, fade_out=True))
        self.play(Create(Underline(words[2], color=RED)))
        self.wait()
