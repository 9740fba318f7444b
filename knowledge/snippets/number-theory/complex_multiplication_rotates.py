"""
---
id: complex-multiplication-rotates
title: Multiplying by i turns by 90 degrees
topic: number-theory
tags: [complex, rotation, imaginary, plane, imaginary unit, i squared, minus one, quarter turn, complex plane, argand]
asks:
  - multiply by i
  - complex numbers as rotations
  - complex plane animation
  - why i squared is minus one
  - imaginary unit turns a quarter
  - gauss plane arrow
teaches: On the complex plane each product with i is a quarter turn about zero.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class MultiplyByI(Scene):
    def construct(self):
        plane = ComplexPlane(x_range=[-4, 4], y_range=[-3, 3], background_line_style={"stroke_opacity": 0.3})
        z = 2 + 1j
        self.play(Create(plane))
        arrow = Arrow(ORIGIN, plane.n2p(z), buff=0, color=YELLOW)
        label = MathTex("z").next_to(plane.n2p(z), UR, buff=0.15)
        self.play(GrowArrow(arrow), Write(label))
        for name, side in [("iz", UL), ("i^2 z = -z", DL), ("i^3 z", DR)]:
            z *= 1j
            ghost = arrow.copy().set_opacity(0.35)
            self.add(ghost)
            self.play(Rotate(arrow, PI / 2, about_point=ORIGIN))
            self.play(Write(MathTex(name).next_to(plane.n2p(z), side, buff=0.15)), run_time=0.5)
        self.wait()
