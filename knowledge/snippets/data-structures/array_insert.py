"""
---
id: array-insert
title: Insert into an array
topic: data-structures
tags: [array, insert, shift, cells, shift elements, make room, list of cells]
asks:
  - insert an element in an array
  - array cells with indices
  - shift elements to make room
  - list of boxes with numbers
  - elements move one place to the right
  - add an item in the middle of a list
teaches: "Move the later cells to the right, then drop the new value in the gap."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ArrayInsert(Scene):
    def construct(self):
        cell = lambda v, color=BLUE: VGroup(Square(1.2, color=color, fill_opacity=0.2), Text(str(v), font_size=40))
        cells = VGroup(*[cell(v) for v in (3, 7, 12, 20)]).arrange(RIGHT, buff=0.1).shift(LEFT * 1)
        self.play(FadeIn(cells))
        new = cell(9, YELLOW).move_to(cells[2]).shift(UP * 2)
        self.play(FadeIn(new, shift=DOWN * 0.4))
        self.play(cells[2:].animate.shift(RIGHT * 1.3))
        self.play(new.animate.shift(DOWN * 2))
        indices = VGroup(*[Text(str(k), font_size=26, color=GREY_B).next_to(c, DOWN) for k, c in enumerate([*cells[:2], new, *cells[2:]])])
        self.play(FadeIn(indices))
        self.wait()
