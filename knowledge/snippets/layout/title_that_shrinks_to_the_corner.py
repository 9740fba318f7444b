"""
---
id: title-that-shrinks-to-the-corner
title: "Open with a big title, then shrink it to the corner"
topic: layout
tags: [title, corner, opening, intro title, heading moves up]
asks:
  - title that moves to the corner and stays
  - big heading in the middle that becomes a small header
  - start a scene with a title and keep it on screen
  - shrink the title and put it at the top left
  - headline becomes small and stays up
  - intro title makes room for content
teaches: Animate a title from the middle to the corner so that the frame is free for the content.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TitleToCorner(Scene):
    def construct(self):
        title = Text("Why the sky is blue", font_size=64, weight=BOLD)
        self.play(Write(title))
        self.wait(0.5)
        self.play(title.animate.scale(0.5).to_corner(UL))
        content = Text("Light scatters, blue light most", font_size=40, color=BLUE_B)
        self.play(FadeIn(content, shift=UP))
        self.wait()
