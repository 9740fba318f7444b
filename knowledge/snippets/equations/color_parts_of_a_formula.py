"""
---
id: color-parts-of-a-formula
title: Colour the parts of a formula
topic: equations
tags: [color, formula, variables, colored variables, highlight a symbol, tint a term]
asks:
  - color a variable in an equation
  - make parts of a latex formula different colours
  - highlight a symbol in the formula
  - match formula colours with labels
  - x in red and y in blue within MathTex
  - tex_to_color_map or set_color_by_tex
teaches: Pass the formula in pieces and colour the pieces; each is a submobject.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ColoredFormula(Scene):
    def construct(self):
        formula = MathTex("E", "=", "m", "c^2", font_size=110)
        names = {0: ("energy", YELLOW), 2: ("mass", BLUE), 3: ("speed of light squared", RED)}
        self.play(Write(formula))
        spots = [LEFT * 4, ORIGIN, RIGHT * 4]
        for (part, (name, color)), spot in zip(names.items(), spots):
            label = Text(name, font_size=32, color=color).move_to(spot + DOWN * 2)
            self.play(formula[part].animate.set_color(color), FadeIn(label, shift=UP * 0.3), run_time=0.8)
        self.wait()
