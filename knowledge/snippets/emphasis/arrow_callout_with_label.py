"""
---
id: arrow-callout-with-label
title: Arrow with a label that points something out
topic: emphasis
tags: [arrow, callout, label, pointer, annotate a drawing, point out, name a part, labelled diagram]
asks:
  - arrow pointing at an object with text
  - label a part of a diagram
  - callout for a feature
  - point to something and name it
  - name tag with a pointer to a part
  - explain a component with a line to it
teaches: Put the text where there's room and run the arrow from the text's edge to the target.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Callout(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 6], y_range=[0, 4], x_length=8, y_length=4.5, tips=False)
        curve = axes.plot(lambda x: 3.5 * np.exp(-((x - 3) ** 2)), color=BLUE)
        peak = Dot(axes.c2p(3, 3.5), color=YELLOW)
        note = Text("the peak", font_size=40, color=YELLOW).move_to(axes.c2p(5.2, 3.3))
        arrow = Arrow(note.get_left(), peak.get_center(), color=YELLOW, buff=0.2)
        self.play(Create(axes), Create(curve))
        self.play(FadeIn(peak, scale=2), FadeIn(note), GrowArrow(arrow))
        self.wait()
