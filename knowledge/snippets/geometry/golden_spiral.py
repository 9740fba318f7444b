"""
---
id: golden-spiral
title: Golden spiral in squares
topic: geometry
tags: [golden ratio, spiral, fibonacci, fibonacci squares, nautilus, phi]
asks:
  - golden spiral
  - fibonacci squares with a spiral
  - golden ratio rectangle
  - spiral of quarter circles
  - shell spiral and fibonacci numbers
  - phi in nature
teaches: Place Fibonacci squares around each other and a quarter circle in each.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class GoldenSpiral(Scene):
    def construct(self):
        sizes = [1, 1, 2, 3, 5, 8]
        unit = 0.5
        squares, arcs = VGroup(), VGroup()
        for k, size in enumerate(sizes):
            side = size * unit
            square = Square(side, color=BLUE, stroke_width=2)
            if k:
                direction = [RIGHT, UP, LEFT, DOWN][(k - 1) % 4]
                edge = [DOWN, RIGHT, UP, LEFT][(k - 1) % 4]
                square.next_to(squares, direction, buff=0).align_to(squares, edge)
            squares.add(square)
            start, end = [(UL, DR), (DL, UR), (DR, UL), (UR, DL)][k % 4]
            arcs.add(ArcBetweenPoints(square.get_corner(start), square.get_corner(end), angle=PI / 2, color=YELLOW, stroke_width=5))
        VGroup(squares, arcs).center()
        for square, arc in zip(squares, arcs):
            self.play(Create(square), Create(arc), run_time=0.6)
        self.wait()
