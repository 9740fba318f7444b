"""
---
id: secant-becomes-tangent
title: Secant that becomes the tangent
topic: calculus
tags: [secant, limit, derivative, difference quotient, first principles, instantaneous rate of change, h to zero, average rate]
asks:
  - secant line approaching the tangent
  - definition of the derivative
  - difference quotient as h goes to zero
  - limit of slopes
  - two points on a graph slide together
  - from average speed to instantaneous speed
teaches: "Shrink h with a tracker; secant, both dots and the number h are redrawn each frame."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SecantToTangent(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 5], y_range=[0, 6], x_length=7, y_length=5.5, tips=False).to_edge(LEFT, buff=0.7)
        f = lambda x: 0.3 * x**2 + 0.5
        curve = axes.plot(f, x_range=[0, 4.2], color=BLUE)
        h = ValueTracker(2.2)
        spot = lambda x: axes.c2p(x, f(x))
        dots = always_redraw(lambda: VGroup(Dot(spot(1.5)), Dot(spot(1.5 + h.get_value()))).set_color(RED))
        secant = always_redraw(lambda: Line(spot(1.5), spot(1.5 + h.get_value()), color=YELLOW).set_length(5))
        formula = MathTex(r"\frac{f(x+h) - f(x)}{h}", font_size=52).move_to(RIGHT * 4.2 + UP)
        label = always_redraw(lambda: MathTex(f"h = {h.get_value():.2f}", font_size=52).move_to(RIGHT * 4.2 + DOWN))
        self.play(Create(axes), Create(curve), Write(formula))
        self.play(FadeIn(dots, secant, label))
        self.play(h.animate.set_value(0.02), run_time=3.5)
        self.wait()
