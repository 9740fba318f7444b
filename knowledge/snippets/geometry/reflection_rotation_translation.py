"""
---
id: reflection-rotation-translation
title: "Reflect, rotate and move a shape"
topic: geometry
tags: [reflection, rotation, translation, transformation, isometry, symmetry, mirror image, transformations of a shape, congruence]
asks:
  - mirror a shape over a line
  - rotate a shape around a point
  - geometric transformations
  - translation by a vector
  - "flip, turn and slide a figure"
  - symmetry operations
teaches: "Apply flip, rotate(about_point) and shift to ghost copies, so the original stays in view."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Isometries(Scene):
    def construct(self):
        flag = Polygon([0, 0, 0], [0, 1.6, 0], [1, 1.25, 0], [0, 0.9, 0], color=BLUE, fill_opacity=0.5)
        spots = [LEFT * 4.5, ORIGIN, RIGHT * 4]
        names = ["reflect", "rotate", "move"]
        for spot, name in zip(spots, names):
            start = flag.copy().move_to(spot + LEFT * 0.7)
            image = start.copy().set_color(YELLOW)
            self.play(FadeIn(start), FadeIn(Text(name, font_size=32).move_to(spot + DOWN * 2.3)), run_time=0.6)
            if name == "reflect":
                axis = DashedLine(spot + UP * 1.5, spot + DOWN * 1.5, color=GREY)
                self.play(Create(axis), run_time=0.4)
                self.play(Rotate(image, PI, axis=UP, about_point=spot))
            elif name == "rotate":
                self.play(FadeIn(Dot(spot + DOWN * 0.8)), run_time=0.3)
                self.play(Rotate(image, -PI / 2, about_point=spot + DOWN * 0.8))
            else:
                self.play(image.animate.shift(RIGHT * 1.4 + UP * 0.5))
        self.wait()
