"""
---
id: derivation-step-by-step
title: Derivation where terms move to their new places
topic: equations
tags: [derivation, algebra, matching, solve, solve an equation, rearrange, isolate x, algebra steps, transform equation]
asks:
  - step by step derivation of an equation
  - solve an equation with animated steps
  - terms move when the equation is rearranged
  - morph one formula into the next
  - algebra manipulation with matching parts
  - rearrange for x with moving terms
teaches: "TransformMatchingTex moves the parts that two formulas share; {{ }} marks the parts."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Derivation(Scene):
    def construct(self):
        steps = ["{{2x}} + {{3}} = {{11}}", "{{2x}} = {{11}} - {{3}}", "{{2x}} = 8", "{{x}} = 4"]
        equation = MathTex(steps[0], font_size=80)
        self.play(Write(equation))
        for step in steps[1:]:
            new = MathTex(step, font_size=80)
            self.play(TransformMatchingTex(equation, new, path_arc=PI / 3))
            self.wait(0.5)
            equation = new
        self.play(Create(SurroundingRectangle(equation, color=YELLOW, buff=0.25)))
        self.wait()
