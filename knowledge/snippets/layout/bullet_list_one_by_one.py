"""
---
id: bullet-list-one-by-one
title: Bullet points appearing one by one
topic: layout
tags: [bullets, list, agenda, key points, point by point, outline of the lesson, list items appear]
asks:
  - bullet list where each item fades in
  - reveal bullet points one after another
  - agenda slide
  - list of key points
  - bulletpoints with the earlier ones dimmed
  - points show up while I talk about them
teaches: "Build the list whole so that it is placed well, then reveal it line by line and dim what was said."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Bullets(Scene):
    def construct(self):
        points = ["Ask a question", "Guess an answer", "Test the guess", "Say what you learned"]
        rows = VGroup(*[
            VGroup(Dot(color=TEAL), Text(point, font_size=40)).arrange(RIGHT, buff=0.35)
            for point in points
        ]).arrange(DOWN, aligned_edge=LEFT, buff=0.55)
        for i, row in enumerate(rows):
            dim = [rows[i - 1].animate.set_opacity(0.35)] if i else []
            self.play(FadeIn(row, shift=RIGHT * 0.4), *dim)
            self.wait(0.4)
        self.play(rows.animate.set_opacity(1))
        self.wait()
