"""
---
id: game-of-life-glider
title: Glider in the Game of Life
topic: algorithms
tags: [game of life, cellular automaton, simulation, conway, life rules, generations, living and dead cells]
asks:
  - game of life
  - cellular automaton animation
  - glider
  - grid simulation step by step
  - cells live and die by neighbour rules
  - conway automaton generations
teaches: Count neighbours with np.roll; each step recolours the cells.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Glider(Scene):
    def construct(self):
        n = 12
        world = np.zeros((n, n), int)
        for r, c in [(1, 2), (2, 3), (3, 1), (3, 2), (3, 3)]:
            world[r, c] = 1
        cells = VGroup(*[Square(0.5, stroke_width=1, color=GREY_D) for _ in range(n * n)]).arrange_in_grid(n, n, buff=0)
        self.add(cells)
        for _ in range(12):
            self.play(*[cell.animate.set_fill(YELLOW, 0.9 * alive) for cell, alive in zip(cells, world.flat)], run_time=0.25)
            count = sum(np.roll(world, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
            world = ((count == 3) | ((world == 1) & (count == 2))).astype(int)
        self.wait(0.5)
