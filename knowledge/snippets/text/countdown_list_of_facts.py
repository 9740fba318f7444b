"""
---
id: countdown-list-of-facts
title: "Top three, counted down"
topic: text
tags: [ranking, list, countdown, top five, reverse order, best of]
asks:
  - top three list
  - ranking from third to first
  - best of list
  - podium
  - "number three, number two, number one"
  - hit parade
teaches: "Rows come from the bottom place to the first, the winner a little larger."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TopThree(Scene):
    def construct(self):
        rows = VGroup()
        for place, name, color in [(1, "the wheel", YELLOW), (2, "printing", GREY_A), (3, "zero", ORANGE)]:
            rows.add(VGroup(Text(str(place), font_size=64, color=color, weight=BOLD), Text(name, font_size=44)).arrange(RIGHT, buff=0.6))
        rows.arrange(DOWN, aligned_edge=LEFT, buff=0.7)
        for row in reversed(rows):
            self.play(FadeIn(row, shift=UP * 0.5))
            self.wait(0.3)
        self.play(Indicate(rows[0], scale_factor=1.2))
        self.wait(0.5)
