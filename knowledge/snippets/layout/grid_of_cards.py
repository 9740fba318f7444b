"""
---
id: grid-of-cards
title: Grid of cards
topic: layout
tags: [grid, cards, tiles, arrange, rows of boxes, feature cards, overview boxes]
asks:
  - arrange boxes in rows and columns
  - grid of cards with labels
  - tile layout with icons and captions
  - show six topics as tiles
  - lay out many things evenly
  - dashboard of tiles
teaches: "Build one card as a group, then let arrange_in_grid place all of them."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CardGrid(Scene):
    def card(self, name, color):
        panel = RoundedRectangle(width=3.4, height=1.8, corner_radius=0.2, color=color)
        panel.set_fill(color, opacity=0.2)
        return VGroup(panel, Text(name, font_size=32).move_to(panel))

    def construct(self):
        names = ["Plan", "Write", "Check", "Render", "Review", "Publish"]
        colors = color_gradient([BLUE, GREEN, YELLOW], len(names))
        cards = VGroup(*[self.card(n, c) for n, c in zip(names, colors)])
        cards.arrange_in_grid(rows=2, cols=3, buff=0.5)
        self.play(LaggedStart(*[FadeIn(card, scale=0.7) for card in cards], lag_ratio=0.15))
        self.play(cards[2].animate.scale(1.15), rate_func=there_and_back)
        self.wait()
