"""
---
id: checklist-with-ticks
title: Checklist that gets ticked off
topic: layout
tags: [checklist, check mark, to do, to do list, tick off, done items, requirements]
asks:
  - tick items off a list
  - to-do list with check marks
  - check marks appearing next to items
  - requirements being fulfilled one by one
  - "done, done, done"
  - conditions are checked off
teaches: "Draw a tick from three corners of a polyline, and put one in each box as the point is made."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Checklist(Scene):
    def tick(self):
        mark = VMobject(color=GREEN, stroke_width=7)
        return mark.set_points_as_corners([[-0.25, 0, 0], [-0.05, -0.22, 0], [0.32, 0.3, 0]])

    def construct(self):
        rows = VGroup(*[
            VGroup(Square(0.55, color=GREY_B), Text(words, font_size=38)).arrange(RIGHT, buff=0.4)
            for words in ["Data collected", "Model trained", "Results tested"]
        ]).arrange(DOWN, aligned_edge=LEFT, buff=0.6)
        self.play(FadeIn(rows))
        for row in rows:
            mark = self.tick().move_to(row[0])
            self.play(Create(mark), row[1].animate.set_color(GREEN_B), run_time=0.6)
        self.wait()
