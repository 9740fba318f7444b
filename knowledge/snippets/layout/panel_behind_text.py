"""
---
id: panel-behind-text
title: Readable text on a busy background
topic: layout
tags: [background, panel, legible, overlay, background box, legible text, text over busy picture, backing]
asks:
  - text is hard to read over the drawing
  - put a dark box behind text
  - make a label readable on top of a graph
  - semi transparent panel behind words
  - give words a dark plate so they can be read
  - BackgroundRectangle
teaches: "A BackgroundRectangle of the background's colour, a little larger than the words, keeps them readable."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class PanelBehindText(Scene):
    def construct(self):
        plane = NumberPlane(background_line_style={"stroke_opacity": 0.7})
        curve = plane.plot(lambda x: 2 * np.sin(x), color=YELLOW)
        label = Text("The sine curve never leaves this band", font_size=36)
        panel = BackgroundRectangle(label, fill_opacity=0.85, buff=0.25, corner_radius=0.15)
        self.add(plane)
        self.play(Create(curve))
        self.play(FadeIn(panel), Write(label))
        self.wait()
