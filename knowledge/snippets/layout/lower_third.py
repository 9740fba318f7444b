"""
---
id: lower-third
title: Lower third with a name
topic: layout
tags: [lower third, name tag, caption, name and job title, introduce the speaker, banner]
asks:
  - name banner at the bottom of the screen
  - lower third with name and job
  - speaker name plate
  - introduce a person with a caption bar
  - tv style caption bar sliding in from the left
  - show who is talking
teaches: "Slide a coloured bar with two lines of text into the lower left, hold it, and slide it out again."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class LowerThird(Scene):
    def construct(self):
        portrait = VGroup(Circle(1, color=GREY_B), Arc(1.7, PI / 8, 3 * PI / 4, color=GREY_B))
        portrait.arrange(DOWN, buff=0.2).shift(UP * 0.8)
        self.add(portrait)
        bar = Rectangle(width=0.12, height=1.1, fill_color=TEAL, fill_opacity=1, stroke_width=0)
        name = Text("Emmy Noether", font_size=38, weight=BOLD)
        role = Text("Mathematician, 1882–1935", font_size=26, color=GREY_B)
        words = VGroup(name, role).arrange(DOWN, aligned_edge=LEFT, buff=0.15)
        third = VGroup(bar, words).arrange(RIGHT, buff=0.25).to_corner(DL, buff=0.7)
        self.play(GrowFromEdge(bar, DOWN))
        self.play(FadeIn(words, shift=RIGHT * 0.5))
        self.wait(1.5)
        self.play(FadeOut(third, shift=LEFT * 0.5))
