"""
---
id: substitute-a-value
title: Put a number in for a variable
topic: equations
tags: [substitute, plug in, variable, insert a number, evaluate a formula, replace x]
asks:
  - plug a value into a formula
  - substitute x by a number
  - evaluate an expression step by step
  - replace a variable with its value
  - replace the letter by a number and compute
  - insert x equals 3
teaches: Mark the variable as its own part and transform the formula into the one with the number.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Substitute(Scene):
    def construct(self):
        formula = MathTex("{{f(}} {{x}} {{) =}} {{x}} {{^2 + 1}}", font_size=90)
        formula.set_color_by_tex("x", YELLOW)
        filled = MathTex("{{f(}} {{3}} {{) =}} {{3}} {{^2 + 1}}", font_size=90).set_color_by_tex("3", YELLOW)
        value = MathTex("= 10", font_size=90)
        self.play(Write(formula))
        self.play(ReplacementTransform(formula, filled))
        self.play(filled.animate.shift(LEFT * 1.5))
        self.play(Write(value.next_to(filled, RIGHT)))
        self.wait()
