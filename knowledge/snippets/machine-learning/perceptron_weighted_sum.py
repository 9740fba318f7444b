"""
---
id: perceptron-weighted-sum
title: "One neuron: weigh, add, squash"
topic: machine-learning
tags: [neuron, perceptron, weights, activation, single neuron, weights and bias, artificial neuron, threshold]
asks:
  - how a neuron works
  - weighted sum and activation
  - perceptron diagram
  - single artificial neuron
  - inputs times weights plus bias
  - logistic unit picture
teaches: "Inputs with weights on the wires, a sum in the circle, the result at the right."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Neuron(Scene):
    def construct(self):
        body = Circle(0.9, color=BLUE, fill_opacity=0.2).shift(RIGHT * 1)
        sigma = MathTex(r"\Sigma", font_size=64).move_to(body)
        self.play(Create(body), Write(sigma))
        for y, value, weight in [(2, "0.5", "2"), (0, "1.0", "-1"), (-2, "0.8", "1")]:
            source = VGroup(Circle(0.5, color=GREY_B), Text(value, font_size=28)).move_to([-4.5, y, 0])
            wire = Line(source, body, color=GREY_B)
            label = Text(f"× {weight}", font_size=28, color=YELLOW).move_to(wire.get_center() + UP * 0.35)
            self.play(FadeIn(source), Create(wire), FadeIn(label), run_time=0.6)
        out = Arrow(body.get_right(), body.get_right() + RIGHT * 2, buff=0.1)
        self.play(GrowArrow(out), FadeIn(Text("0.8", font_size=40, color=GREEN).next_to(out, RIGHT)))
        self.wait()
