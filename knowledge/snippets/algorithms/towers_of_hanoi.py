"""
---
id: towers-of-hanoi
title: Towers of Hanoi
topic: algorithms
tags: [hanoi, recursion, puzzle, tower of hanoi, three pegs, disks, recursive solution]
asks:
  - towers of hanoi
  - recursive puzzle animation
  - move discs between pegs
  - stack of disks
  - three pegs and rings puzzle solution
  - only a smaller disc may lie on a bigger one
teaches: "The recursive solution yields moves; each disc lifts, travels and drops."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Hanoi(Scene):
    def moves(self, n, a, b, c):
        return [] if n == 0 else self.moves(n - 1, a, c, b) + [(a, c)] + self.moves(n - 1, b, a, c)

    def construct(self):
        xs = [-4.2, 0, 4.2]
        self.add(*[Line([x, -2, 0], [x, 1, 0], color=GREY, stroke_width=8) for x in xs], Line([-6.5, -2, 0], [6.5, -2, 0], color=GREY))
        pegs = [[], [], []]
        for k, color in enumerate([BLUE, GREEN, YELLOW]):
            disc = RoundedRectangle(width=3.2 - 0.8 * k, height=0.5, corner_radius=0.2, color=color, fill_opacity=1)
            pegs[0].append(disc.move_to([xs[0], -1.7 + 0.55 * k, 0]))
        self.play(*[FadeIn(d) for d in pegs[0]])
        for start, end in self.moves(3, 0, 1, 2):
            disc = pegs[start].pop()
            pegs[end].append(disc)
            goal = np.array([xs[end], -1.7 + 0.55 * (len(pegs[end]) - 1), 0])
            path = VMobject().set_points_as_corners([disc.get_center(), [disc.get_x(), 1.8, 0], [goal[0], 1.8, 0], goal])
            self.play(MoveAlongPath(disc, path), run_time=0.9)
        self.wait(0.5)
