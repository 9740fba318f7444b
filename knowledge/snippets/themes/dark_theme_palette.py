"""
---
id: dark-theme-palette
title: One palette for the whole video
topic: themes
tags: [theme, palette, colours, style, color scheme, consistent colors, define colors once, hex codes]
asks:
  - consistent colour theme
  - define a colour palette
  - custom hex colours
  - style guide for a video
  - same look in every scene
  - colour constants on a dark ground
teaches: Name the colours once at the top and use only those names below.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


BACKGROUND, INK, ACCENT, CALM = "#101522", "#E8ECF4", "#FFB454", "#6CB6FF"


class Palette(Scene):
    def construct(self):
        self.camera.background_color = ManimColor(BACKGROUND)
        title = Text("One palette", font_size=60, color=INK, weight=BOLD).to_edge(UP, buff=1)
        swatches = VGroup(*[
            VGroup(RoundedRectangle(width=2.4, height=1.6, corner_radius=0.2, color=c, fill_opacity=1), Text(name, font_size=28, color=INK)).arrange(DOWN)
            for name, c in [("ink", INK), ("accent", ACCENT), ("calm", CALM)]
        ]).arrange(RIGHT, buff=0.8)
        self.play(Write(title))
        self.play(LaggedStart(*[FadeIn(s, shift=UP * 0.3) for s in swatches], lag_ratio=0.3))
        self.wait()
