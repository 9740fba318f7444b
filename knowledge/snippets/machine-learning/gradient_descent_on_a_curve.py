"""
---
id: gradient-descent-on-a-curve
title: Gradient descent rolls into the valley
topic: machine-learning
tags: [gradient descent, loss, optimization, learning rate, minimize loss, optimizer, step downhill]
asks:
  - gradient descent animation
  - ball rolling down a loss curve
  - minimise a function step by step
  - effect of the learning rate
  - step downhill along the slope
  - training finds the minimum
teaches: Step against the slope; arrows between successive points show each step.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class GradientDescent(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 3], y_range=[0, 6], x_length=9, y_length=5.2, tips=False)
        loss, slope = lambda x: 0.6 * x**2 + 0.3, lambda x: 1.2 * x
        curve = axes.plot(loss, color=BLUE)
        x = -2.8
        dot = Dot(axes.c2p(x, loss(x)), color=YELLOW, radius=0.14)
        name = Text("loss", font_size=32).next_to(axes.y_axis, UP, buff=0.1)
        self.play(Create(axes), Create(curve), FadeIn(dot, name))
        for _ in range(6):
            new = x - 0.35 * slope(x)
            step = Arrow(axes.c2p(x, loss(x)), axes.c2p(new, loss(new)), buff=0, color=YELLOW, stroke_width=3)
            self.play(GrowArrow(step), dot.animate.move_to(axes.c2p(new, loss(new))), run_time=0.6)
            x = new
        self.wait()
