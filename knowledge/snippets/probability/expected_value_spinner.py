"""
---
id: expected-value-spinner
title: Expected value of a wheel of fortune
topic: probability
tags: [expected value, spinner, wheel, average, lucky wheel, fortune wheel, average win, gambling, expected winnings]
asks:
  - expected value
  - wheel of fortune
  - spinner with unequal sectors
  - average win of a game
  - is the lottery worth it
  - average gain in the long run
teaches: "Sectors by probability, a turning pointer, and the weighted sum beneath."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Spinner(Scene):
    def construct(self):
        data = [("0", 0.5, GREY), ("4", 0.3, BLUE), ("10", 0.2, YELLOW)]
        start, wheel = 0, VGroup()
        for name, share, color in data:
            sector = Sector(radius=2, start_angle=start, angle=share * TAU, color=color, fill_opacity=0.8)
            middle = start + share * TAU / 2
            wheel.add(VGroup(sector, Text(name, font_size=36, color=BLACK).move_to(1.6 * rotate_vector(RIGHT, middle))))
            start += share * TAU
        wheel.shift(LEFT * 3.5)
        pointer = Arrow(LEFT * 3.5, LEFT * 3.5 + UP * 1.2, buff=0, color=WHITE)
        formula = MathTex(r"0 \cdot 0.5 + 4 \cdot 0.3 + 10 \cdot 0.2 = 3.2", font_size=42).move_to(RIGHT * 2.9)
        self.play(FadeIn(wheel), GrowArrow(pointer))
        self.play(Rotate(pointer, -3.3 * TAU, about_point=LEFT * 3.5), run_time=3, rate_func=rush_from)
        self.play(Write(formula))
        self.wait()
