"""
---
id: brace-under-a-term
title: Brace under a term with an explanation
topic: equations
tags: [brace, explanation, label, underbrace, curly bracket, name the terms]
asks:
  - curly brace under part of an equation
  - explain a term with a brace
  - underbrace with text
  - annotate terms of a formula
  - label what a part of the formula means
  - text below a curly bracket
teaches: Brace takes the part of the formula; get_text or next_to places the words under it.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class BraceTerm(Scene):
    def construct(self):
        formula = MathTex("s", "=", "v_0 t", "+", r"\tfrac{1}{2} a t^2", font_size=90).shift(UP * 0.5)
        self.play(Write(formula))
        for part, words, color in [(2, "without acceleration", BLUE), (4, "what it adds", YELLOW)]:
            brace = Brace(formula[part], DOWN, color=color)
            note = Text(words, font_size=30, color=color).next_to(brace, DOWN)
            note.shift(LEFT * 1.2 if part == 2 else RIGHT * 0.8)
            self.play(GrowFromCenter(brace), FadeIn(note), formula[part].animate.set_color(color))
        self.wait()
