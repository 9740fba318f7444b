"""
---
id: matrix-times-vector
title: "Matrix times vector, row by row"
topic: linear-algebra
tags: [matrix, vector, product, multiplication, row times column, matrix multiplication, product with a vector]
asks:
  - multiply a matrix by a vector
  - matrix vector product step by step
  - highlight rows and columns of a matrix
  - how matrix multiplication works
  - row times column calculation
  - each entry is a weighted sum
teaches: "Frame a row and the vector, write the sum, move on to the next row."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MatrixTimesVector(Scene):
    def construct(self):
        m = Matrix([[2, 1], [0, 3]])
        v = Matrix([[4], [5]])
        result = Matrix([["13"], ["15"]])
        row = VGroup(m, v, MathTex("="), result).arrange(RIGHT, buff=0.4).shift(UP)
        entries = result.get_entries()
        entries.set_opacity(0)
        self.play(Write(VGroup(m, v, row[2])), Write(result.get_brackets()))
        for k, work in enumerate([r"2 \cdot 4 + 1 \cdot 5 = 13", r"0 \cdot 4 + 3 \cdot 5 = 15"]):
            frames = VGroup(SurroundingRectangle(m.get_rows()[k], color=YELLOW), SurroundingRectangle(v.get_columns()[0], color=BLUE))
            line = MathTex(work, font_size=56).shift(DOWN * 1.6)
            self.play(Create(frames), Write(line))
            self.play(entries[k].animate.set_opacity(1))
            self.play(FadeOut(frames, line), run_time=0.5)
        self.wait(0.5)
