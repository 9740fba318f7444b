"""
---
id: light-background
title: Dark lines on a light background
topic: themes
tags: [light theme, white background, print, bright theme, light mode, printable]
asks:
  - white background
  - change the background color
  - light mode scene
  - paper style
  - dark text on white
  - camera background_color
teaches: Set the camera's background colour and default colours for texts and shapes.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class LightBackground(Scene):
    def construct(self):
        self.camera.background_color = ManimColor("#FAF7F0")
        ink = ManimColor("#22303C")
        words = Text("Ink on paper", font_size=64, color=ink).shift(UP)
        wave = FunctionGraph(lambda x: 0.5 * np.sin(2 * x), x_range=[-5, 5], color=ManimColor("#C0392B")).shift(DOWN)
        self.play(Write(words))
        self.play(Create(wave), run_time=1.5)
        self.wait()
