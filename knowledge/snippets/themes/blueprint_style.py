"""
---
id: blueprint-style
title: Blueprint look with a fine grid
topic: themes
tags: [blueprint, technical drawing, engineering style, grid paper, construction plan]
asks:
  - blueprint style
  - technical drawing look
  - white lines on a blue grid
  - engineering plan background
  - architect plan style
  - cyan paper with thin white lines
teaches: A dark blue background, a faint grid and thin white strokes with measures.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Blueprint(Scene):
    def construct(self):
        self.camera.background_color = "#123A6B"
        faint = {"stroke_color": "#4F7DB3", "stroke_width": 1, "stroke_opacity": 0.6}
        grid = NumberPlane(background_line_style=faint, axis_config={"stroke_opacity": 0})
        part = VGroup(Rectangle(width=4, height=2, color=WHITE, stroke_width=3), Circle(0.6, color=WHITE, stroke_width=3))
        measure = DoubleArrow(LEFT * 2, RIGHT * 2, buff=0, stroke_width=2, tip_length=0.2).next_to(part, DOWN, buff=0.5)
        size = Text("400 mm", font_size=28).next_to(measure, DOWN, buff=0.15)
        self.add(grid)
        self.play(Create(part), run_time=2)
        self.play(GrowFromCenter(measure), FadeIn(size))
        self.wait()
