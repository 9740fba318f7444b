"""
---
id: derivation-kept-as-stacked-lines
title: "Derivation written line under line, equal signs aligned"
topic: equations
tags: [derivation, align, lines, aligned equals signs, worked solution, calculation steps, show working, multi-line derivation]
asks:
  - show all steps of a calculation under each other
  - align equations at the equals sign
  - multi line derivation that stays on screen
  - worked solution written line by line
  - keep earlier lines of the calculation visible
  - working with aligned equals signs
teaches: "One MathTex per line with the equal sign as its own part, each shifted so that the signs meet."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class StackedLines(Scene):
    def construct(self):
        lines = VGroup(
            MathTex("(a+b)^2", "=", "(a+b)(a+b)"),
            MathTex("=", "a^2 + ab + ba + b^2"),
            MathTex("=", "a^2 + 2ab + b^2"),
        )
        lines.arrange(DOWN, buff=0.6)
        for line in lines[1:]:
            line.shift((lines[0][1].get_x() - line[0].get_x()) * RIGHT)
        lines.center()
        for line in lines:
            self.play(Write(line))
            self.wait(0.3)
        self.play(Circumscribe(lines[-1]))
        self.wait(0.5)
