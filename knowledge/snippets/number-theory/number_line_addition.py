"""
---
id: number-line-addition
title: Addition as jumps on the number line
topic: number-theory
tags: [number line, addition, jumps, negative, negative numbers, counting on, subtraction]
asks:
  - add numbers on a number line
  - jumps on a number line
  - adding negative numbers
  - hop arcs
  - frog hops on the number ray
  - minus means jump left
teaches: Curved arrows for the jumps, the step inside the arc; a dot marks where each one lands.
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class NumberLineJumps(Scene):
    def construct(self):
        line = NumberLine(x_range=[-4, 7, 1], length=12, include_numbers=True)
        self.play(Create(line))
        place = 2
        self.play(FadeIn(Dot(line.n2p(2), color=YELLOW)))
        for step, color in [(4, GREEN), (-8, RED)]:
            start, end = line.n2p(place) + UP * 0.15, line.n2p(place + step) + UP * 0.15
            jump = CurvedArrow(start, end, angle=-PI / 2 if step > 0 else PI / 2, color=color)
            height = 0.45 if step > 0 else 1.3
            label = MathTex(f"{step:+d}", color=color).move_to((start + end) / 2 + UP * height)
            self.play(Create(jump), Write(label))
            place += step
            self.play(FadeIn(Dot(line.n2p(place), color=color)), run_time=0.4)
        self.wait()
