"""
---
id: pastel-theme
title: Soft pastel colours on cream
topic: themes
tags: [pastel, soft colors, cream, light theme, friendly style, children]
asks:
  - pastel colour theme
  - soft friendly colours for children
  - cream background
  - light design with rounded cards
  - gentle look for kids
  - mild colours
teaches: Background first, then every colour from one small dictionary with dark text for contrast.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Pastel(Scene):
    def construct(self):
        tones = {"ground": "#FBF5E6", "ink": "#3B3A4A", "rose": "#F4B6B6", "mint": "#B5DFCA", "sky": "#B4D0F0"}
        self.camera.background_color = tones["ground"]
        title = Text("Our solar kitchen", font_size=48, color=tones["ink"]).to_edge(UP, buff=0.9)
        cards = VGroup()
        for name, tone in [("mirror", "rose"), ("pot", "mint"), ("sun", "sky")]:
            card = RoundedRectangle(width=3, height=2.2, corner_radius=0.35, stroke_width=0).set_fill(tones[tone], 1)
            cards.add(VGroup(card, Text(name, font_size=36, color=tones["ink"]).move_to(card)))
        cards.arrange(RIGHT, buff=0.5)
        self.play(Write(title))
        self.play(LaggedStart(*[FadeIn(c, shift=UP * 0.4) for c in cards], lag_ratio=0.3))
        self.wait()
