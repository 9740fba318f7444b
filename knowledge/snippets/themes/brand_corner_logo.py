"""
---
id: brand-corner-logo
title: Small logo that stays in the corner
topic: themes
tags: [watermark, logo, brand, channel logo, bottom right, branding, copyright]
asks:
  - watermark in the corner
  - logo that stays on screen
  - branding for a channel
  - channel name at the bottom right
  - school emblem stays visible
  - sign of the channel in every shot
teaches: "Add the mark first with a high z index and low opacity, outside of what later moves."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CornerLogo(Scene):
    def construct(self):
        mark = VGroup(Triangle(color=TEAL, fill_opacity=1).scale(0.2), Text("my channel", font_size=22)).arrange(RIGHT, buff=0.15)
        mark.set_opacity(0.6).to_corner(DR, buff=0.35).set_z_index(10)
        self.add(mark)
        for words, color in [("the content changes", BLUE), ("the mark stays", YELLOW)]:
            text = Text(words, font_size=56, color=color)
            self.play(FadeIn(text, shift=UP * 0.4))
            self.wait(0.4)
            self.play(FadeOut(text, shift=UP * 0.4), run_time=0.6)
