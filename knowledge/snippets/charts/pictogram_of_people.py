"""
---
id: pictogram-of-people
title: "One in ten, as people"
topic: charts
tags: [pictogram, proportion, icons, infographic, one in ten, crowd of people, out of ten]
asks:
  - show one in ten people
  - icon array
  - pictogram of a percentage
  - proportion with little figures
  - three of ten persons are coloured
  - proportion of a population with icons
teaches: "A row of simple figures, some in another colour: shares are seen as people."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Pictogram(Scene):
    def person(self):
        return VGroup(Circle(0.22), RoundedRectangle(width=0.5, height=0.8, corner_radius=0.2)).arrange(DOWN, buff=0.06).set_stroke(width=0).set_fill(GREY_B, 1)

    def construct(self):
        people = VGroup(*[self.person() for _ in range(20)]).arrange_in_grid(2, 10, buff=0.5)
        words = Text("3 of 20 are left-handed", font_size=40, t2c={"3": YELLOW}).to_edge(DOWN, buff=1)
        self.play(LaggedStart(*[FadeIn(p, scale=0.5) for p in people], lag_ratio=0.05))
        self.play(*[people[k].animate.set_fill(YELLOW) for k in (4, 9, 17)], FadeIn(words))
        self.wait()
