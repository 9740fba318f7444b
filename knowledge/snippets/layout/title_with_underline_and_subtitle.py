"""
---
id: title-with-underline-and-subtitle
title: Title with an underline and a subtitle
topic: layout
tags: [title, subtitle, heading, underline, headline, title card, intro]
asks:
  - heading with a line under it and a smaller subtitle
  - section title slide
  - title card with subtitle
  - chapter heading for a lesson
  - opening card with topic and course name
  - headline with a rule below
teaches: "Stack a heading, a rule as wide as the heading, and a subtitle, and bring them in one after another."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TitleCard(Scene):
    def construct(self):
        title = Text("Linear Algebra", font_size=72, weight=BOLD)
        rule = Line(LEFT, RIGHT, color=TEAL).set_width(title.width)
        subtitle = Text("Part 2: What a matrix does", font_size=36, color=GREY_B)
        VGroup(title, rule, subtitle).arrange(DOWN, buff=0.35)
        self.play(FadeIn(title, shift=DOWN * 0.3))
        self.play(Create(rule), FadeIn(subtitle, shift=UP * 0.3))
        self.wait()
