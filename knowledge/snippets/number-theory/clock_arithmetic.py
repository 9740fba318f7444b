"""
---
id: clock-arithmetic
title: Clock arithmetic
topic: number-theory
tags: [modular, modulo, clock, remainder, modular arithmetic, wrap around, mod 12]
asks:
  - modular arithmetic on a clock
  - modulo visualised
  - remainder by going around a circle
  - 9 plus 5 on a clock
  - what time is it in 20 hours
  - remainders modulo 12
teaches: A pointer steps round a dial; passing the top is taking the remainder.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ClockArithmetic(Scene):
    def construct(self):
        radius, center = 2.2, LEFT * 2.5
        spot = lambda n, r=radius: center + r * rotate_vector(UP, -n * TAU / 12)
        dial = VGroup(Circle(radius, color=GREY_B).move_to(center))
        dial.add(*[Text(str(n), font_size=28).move_to(spot(n, radius + 0.4)) for n in range(12)])
        hand = Arrow(center, spot(9, 1.9), buff=0, color=YELLOW)
        formula = MathTex(r"9 + 5 \equiv 2 \pmod{12}", font_size=50).move_to(RIGHT * 3.3)
        self.play(FadeIn(dial), GrowArrow(hand))
        for _ in range(5):
            self.play(Rotate(hand, -TAU / 12, about_point=center), run_time=0.45)
        self.play(Write(formula))
        self.wait()
