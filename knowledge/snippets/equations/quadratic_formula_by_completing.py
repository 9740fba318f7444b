"""
---
id: quadratic-formula-by-completing
title: Completing the square
topic: equations
tags: [quadratic, complete the square, algebra, vertex form, solve a quadratic]
asks:
  - complete the square
  - derive the quadratic formula
  - solve a quadratic equation step by step
  - from x squared plus 6x to a square
  - derive the abc or pq formula
  - where the square root of b squared minus 4ac comes from
teaches: "Each line transforms into the next at the same place, with the reason beneath in small words."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class CompleteSquare(Scene):
    def construct(self):
        steps = [
            ("x^2 + 6x + 5 = 0", "the equation"),
            ("x^2 + 6x + 9 = 4", "add 4 on both sides"),
            ("(x + 3)^2 = 4", "the left side is a square"),
            (r"x + 3 = \pm 2", "take the root"),
            (r"x = -1 \;\text{ or }\; x = -5", "subtract 3"),
        ]
        line = MathTex(steps[0][0], font_size=76)
        why = Text(steps[0][1], font_size=34, color=GREY_B).shift(DOWN * 1.6)
        self.play(Write(line), FadeIn(why))
        for tex, words in steps[1:]:
            new = MathTex(tex, font_size=76)
            reason = Text(words, font_size=34, color=GREY_B).move_to(why)
            self.play(TransformMatchingShapes(line, new), FadeOut(why), FadeIn(reason))
            self.wait(0.4)
            line, why = new, reason
        self.wait(0.5)
