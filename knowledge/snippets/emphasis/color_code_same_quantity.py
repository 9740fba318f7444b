"""
---
id: color-code-same-quantity
title: One colour for one quantity everywhere
topic: emphasis
tags: [colour code, consistent, legend, same hue, consistent colors, match colors in formula and figure, color coding]
asks:
  - use the same colour for the same thing
  - colour coding in diagram and text
  - match the label colour to the shape
  - legend by colours
  - "radius is always blue, in text, formula and drawing"
  - keep colours consistent between picture and equation
teaches: "Name the colours once; the drawing, the label and the sentence take them from there."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


RADIUS, AREA = YELLOW, BLUE


class ColorCode(Scene):
    def construct(self):
        circle = Circle(1.6, color=AREA, fill_opacity=0.4).shift(LEFT * 3.6)
        radius = Line(circle.get_center(), circle.get_right(), color=RADIUS, stroke_width=6)
        name = Text("r", color=RADIUS).next_to(radius, UP, buff=0.1)
        sentence = Text("area grows with radius squared", font_size=30, t2c={"area": AREA, "radius": RADIUS})
        sentence.move_to(RIGHT * 3.6)
        self.play(Create(radius), FadeIn(name))
        self.play(Create(circle), Write(sentence))
        self.play(VGroup(circle, radius).animate.scale(1.25, about_point=circle.get_center()), name.animate.shift(RIGHT * 0.2))
        self.wait()
