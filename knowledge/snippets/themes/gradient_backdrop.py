"""
---
id: gradient-backdrop
title: Backdrop with a colour gradient
topic: themes
tags: [gradient, background, backdrop, color gradient, background fade, sky, smooth colors]
asks:
  - gradient background
  - background that fades between two colours
  - soft backdrop behind the title
  - vignette background
  - sunset behind the heading
  - two colours flowing behind the content
teaches: "A full-screen rectangle with two fill colours and a sheen direction, behind everything."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class GradientBackdrop(Scene):
    def construct(self):
        backdrop = FullScreenRectangle(stroke_width=0).set_z_index(-10)
        backdrop.set_fill(color=[ManimColor("#0B1B3A"), ManimColor("#3A1B4F")], opacity=1).set_sheen_direction(UR)
        title = Text("At dusk", font_size=80)
        self.play(FadeIn(backdrop))
        self.play(FadeIn(title, shift=UP * 0.5), run_time=1.5)
        self.wait()
