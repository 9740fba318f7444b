"""
---
id: gaussian-elimination
title: Row operations on a matrix
topic: linear-algebra
tags: [gaussian elimination, row operations, system, row reduction, augmented matrix, echelon form, solve a system, swap rows]
asks:
  - gaussian elimination step by step
  - row reduce a matrix
  - subtract one row from another
  - solve equations with a matrix
  - bring a system to triangular form
  - augmented matrix with row steps
teaches: Transform the matrix and name the operation beside it.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RowOperations(Scene):
    def construct(self):
        steps = [([[1, 2, 5], [3, 4, 11]], ""), ([[1, 2, 5], [0, -2, -4]], "second − 3 · first"), ([[1, 2, 5], [0, 1, 2]], "second ÷ (−2)"), ([[1, 0, 1], [0, 1, 2]], "first − 2 · second")]
        matrix = Matrix(steps[0][0]).scale(1.3)
        self.play(Write(matrix))
        note = VGroup()
        for rows, words in steps[1:]:
            new = Matrix(rows).scale(1.3)
            said = Text(words, font_size=36, color=YELLOW).shift(DOWN * 2.4)
            self.play(FadeOut(note), FadeIn(said), run_time=0.5)
            self.play(ReplacementTransform(matrix, new))
            self.wait(0.3)
            matrix, note = new, said
        self.wait(0.5)
