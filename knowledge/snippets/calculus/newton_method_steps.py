"""
---
id: newton-method-steps
title: Newton's method finds a root
topic: calculus
tags: [newton, root finding, iteration, zero, root of a function, tangent iteration, numerical solution, zero crossing]
asks:
  - newton's method animation
  - find the zero of a function by tangents
  - iterative root finding
  - newton raphson
  - computer approximates a square root
  - next guess is where the touching line hits the axis
teaches: "From the point go down the tangent to the axis, then up to the curve, and again."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class NewtonMethod(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 4], y_range=[-2, 6], x_length=8, y_length=5.5, tips=False)
        f, d = lambda x: 0.5 * x**2 - 1, lambda x: x
        curve = axes.plot(f, x_range=[0, 3.7], color=BLUE)
        self.play(Create(axes), Create(curve))
        x = 3.5
        for step in range(3):
            foot, spot = axes.c2p(x, 0), axes.c2p(x, f(x))
            self.play(Create(DashedLine(foot, spot, color=GREY)), FadeIn(Dot(spot, color=RED)), run_time=0.6)
            x -= f(x) / d(x)
            self.play(Create(Line(spot, axes.c2p(x, 0), color=YELLOW)), FadeIn(Dot(axes.c2p(x, 0), color=YELLOW)), run_time=0.7)
        answer = MathTex(r"x \approx 1.414", color=YELLOW).next_to(axes.c2p(1.4, 0), DOWN, buff=0.5)
        self.play(Write(answer))
        self.wait()
