"""
---
id: matrix-as-grid-indexing
title: "Rows, columns and indices of a grid"
topic: data-structures
tags: [2d array, index, matrix, row, column, 2d list, row and column index, cell address]
asks:
  - two dimensional array indexing
  - highlight row i and column j
  - how to address a cell in a matrix
  - nested list as a grid
  - "which cell is a[2][3]"
  - "row first, then column"
teaches: "Highlight a row, then a column; the cell where they meet is grid[i][j]."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class GridIndexing(Scene):
    def construct(self):
        grid = VGroup(*[Square(1, color=GREY_B) for _ in range(20)]).arrange_in_grid(4, 5, buff=0.05).shift(LEFT * 1.5)
        rows = VGroup(*[Text(str(r), font_size=28).next_to(grid[5 * r], LEFT) for r in range(4)])
        cols = VGroup(*[Text(str(c), font_size=28).next_to(grid[c], UP) for c in range(5)])
        name = Text("grid[2][3]", font="Monospace", font_size=36).move_to(RIGHT * 4.3)
        self.play(FadeIn(grid, rows, cols))
        self.play(*[grid[10 + c].animate.set_fill(BLUE, 0.4) for c in range(5)], rows[2].animate.set_color(BLUE))
        self.play(*[grid[5 * r + 3].animate.set_fill(YELLOW, 0.4) for r in range(4)], cols[3].animate.set_color(YELLOW))
        self.play(grid[13].animate.set_fill(GREEN, 0.9), Write(name))
        self.wait()
