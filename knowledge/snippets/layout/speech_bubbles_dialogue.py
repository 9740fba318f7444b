"""
---
id: speech-bubbles-dialogue
title: Dialogue in speech bubbles
topic: layout
tags: [speech bubble, dialogue, chat, comic, talk between two people, conversation]
asks:
  - two people talking in speech bubbles
  - chat messages appearing
  - conversation between student and teacher
  - comic style bubble with text
  - comic talk between two characters
  - messenger chat on screen
teaches: A bubble is a rounded rectangle joined with a small triangle; alternate sides for the speakers.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Dialogue(Scene):
    def bubble(self, words, color, side):
        label = Text(words, font_size=32)
        panel = RoundedRectangle(width=label.width + 0.8, height=1.0, corner_radius=0.3)
        foot = 0.35 * side
        tail = Polygon([-0.25, 0, 0], [0.25, 0, 0], [foot, -0.55, 0])
        tail.move_to(panel.get_bottom() + side * RIGHT * (panel.width / 2 - 0.9) + DOWN * 0.2)
        shape = Union(panel, tail, color=color, fill_opacity=0.25)
        return VGroup(shape, label)

    def construct(self):
        lines = [("Is zero even?", BLUE, -1), ("What does even mean?", GREEN, 1), ("Two times a whole number.", BLUE, -1), ("Then you know!", GREEN, 1)]
        for row, (words, color, side) in enumerate(lines):
            bubble = self.bubble(words, color, side).set_y(2.7 - 1.8 * row)
            bubble.to_edge(LEFT if side < 0 else RIGHT, buff=1)
            self.play(FadeIn(bubble, scale=0.5, target_position=bubble.get_corner(DL if side < 0 else DR)))
            self.wait(0.4)
        self.wait(0.6)
