"""
---
id: change-of-basis-grid
title: Same vector in two bases
topic: linear-algebra
tags: [change of basis, coordinates, grid, change of coordinates, skewed grid, new axes]
asks:
  - change of basis
  - coordinates in another basis
  - the same vector on a skewed grid
  - basis transformation
  - one arrow described in two coordinate systems
  - tilted axes
teaches: "Two grids over each other: the arrow doesn't move, its coordinates do."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ChangeOfBasis(Scene):
    def construct(self):
        plane = NumberPlane(x_range=[-5, 5], y_range=[-3, 3], background_line_style={"stroke_opacity": 0.4}).shift(LEFT)
        skewed = NumberPlane(x_range=[-2, 2], y_range=[-2, 2], background_line_style={"stroke_color": YELLOW, "stroke_opacity": 0.5}, axis_config={"stroke_color": YELLOW})
        skewed.apply_matrix([[1, -1], [1, 1]]).scale(0.95, about_point=ORIGIN).shift(LEFT)
        arrow = Arrow(LEFT, LEFT + [0.95 * 2, 0.95 * 2, 0], buff=0, color=RED, stroke_width=8)
        words = [Text("(2, 2) in the standard basis", font_size=34), Text("(2, 0) in the yellow basis", font_size=34, color=YELLOW)]
        for line in words:
            line.to_edge(DOWN, buff=0.4).add_background_rectangle()
        self.play(Create(plane), GrowArrow(arrow), FadeIn(words[0]))
        self.wait(0.5)
        self.play(FadeIn(skewed), plane.animate.set_opacity(0.15), FadeOut(words[0]), FadeIn(words[1]))
        self.wait()
