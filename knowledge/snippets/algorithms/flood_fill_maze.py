"""
---
id: flood-fill-maze
title: Way through a maze by flooding
topic: algorithms
tags: [maze, flood fill, pathfinding, grid, labyrinth, way out, escape route, solver]
asks:
  - maze solving animation
  - flood fill
  - path finding on a grid
  - find the way with breadth first search
  - water spreads through a labyrinth
  - robot finds the exit of a maze
teaches: Distances spread cell by cell; walking back along falling numbers gives the way.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FloodMaze(Scene):
    def construct(self):
        maze = ["..#....", ".##.##.", "....#..", ".##...#", "...#..."]
        rows, cols = len(maze), len(maze[0])
        cells = {(r, c): Square(0.9, stroke_width=1).set_fill(GREY_D if maze[r][c] == "#" else BLACK, 1).move_to([0.95 * (c - 3), 0.95 * (2 - r), 0]) for r in range(rows) for c in range(cols)}
        self.play(*[FadeIn(s) for s in cells.values()], run_time=0.6)
        near = lambda p: [q for q in [(p[0] + 1, p[1]), (p[0] - 1, p[1]), (p[0], p[1] + 1), (p[0], p[1] - 1)] if q in cells and maze[q[0]][q[1]] == "."]
        came, front = {(0, 0): None}, [(0, 0)]
        while front:
            self.play(*[cells[p].animate.set_fill(BLUE, 0.6) for p in front], run_time=0.25)
            new = []
            for p in front:
                for q in near(p):
                    if q not in came:
                        came[q] = p
                        new.append(q)
            front = new
        step, way = (4, 6), []
        while step:
            way.append(cells[step])
            step = came[step]
        self.play(LaggedStart(*[c.animate.set_fill(YELLOW, 0.9) for c in way], lag_ratio=0.1))
        self.wait()
