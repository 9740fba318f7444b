"""
---
id: matching-formula-and-picture
title: Formula whose letters fly from the picture
topic: equations
tags: [copy, picture, formula, labels, labels fly into the formula, from figure to equation, connect drawing and formula]
asks:
  - move labels from a diagram into an equation
  - copy a symbol from the picture to the formula
  - connect the drawing with the formula
  - labels turn into an equation
  - side labels of a triangle fly into the formula
  - letter moves from figure to equation
teaches: TransformFromCopy flies a copy of each label to its place in the formula and leaves the label.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class LabelsToFormula(Scene):
    def construct(self):
        box = Rectangle(width=4, height=2.4, color=BLUE, fill_opacity=0.3).shift(LEFT * 3)
        width = MathTex("w", color=YELLOW, font_size=60).next_to(box, DOWN)
        height = MathTex("h", color=RED, font_size=60).next_to(box, LEFT)
        formula = MathTex("A", "=", "w", r"\cdot", "h", font_size=80).shift(RIGHT * 3)
        formula[2].set_color(YELLOW)
        formula[4].set_color(RED)
        self.play(Create(box), Write(width), Write(height))
        self.play(Write(formula[:2]), Write(formula[3]))
        self.play(TransformFromCopy(width, formula[2]), TransformFromCopy(height, formula[4]))
        self.wait()
