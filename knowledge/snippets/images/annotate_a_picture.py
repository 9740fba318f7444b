"""
---
id: annotate-a-picture
title: Mark and name parts of a picture
topic: images
tags: [annotate, hotspot, label parts, picture, marker, diagram labels]
asks:
  - label the parts of a picture
  - number markers on an image
  - point out details in a photo
  - annotate an illustration
  - numbered pins on a map or screenshot
  - explain an anatomy drawing
teaches: Numbered dots on the drawing and a legend beside it keep the text off the picture.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PartsOfFlower(Scene):
    def construct(self):
        stem = Line(DOWN * 2.6, ORIGIN, color=GREEN, stroke_width=10)
        petals = VGroup(*[Ellipse(width=1.5, height=0.8, color=PINK, fill_opacity=0.8).shift(RIGHT * 1.05).rotate(k * TAU / 6, about_point=ORIGIN) for k in range(6)])
        core = Circle(0.45, color=GOLD, fill_opacity=1)
        flower = VGroup(stem, petals, core).shift(LEFT * 3 + UP * 0.7)
        self.play(FadeIn(flower))
        for row, (spot, name) in enumerate([(petals[1], "petal"), (core, "carpel"), (stem, "stem")]):
            mark = LabeledDot(Text(str(row + 1), font_size=24, color=BLACK), color=WHITE).scale(0.8).move_to(spot)
            entry = VGroup(mark.copy(), Text(name, font_size=36)).arrange(RIGHT).move_to([2, 1.5 - 1.2 * row, 0], aligned_edge=LEFT)
            self.play(FadeIn(mark, scale=2), FadeIn(entry, shift=LEFT * 0.3))
        self.wait()
