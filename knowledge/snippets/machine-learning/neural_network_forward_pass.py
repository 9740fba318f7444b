"""
---
id: neural-network-forward-pass
title: Neural network with signals running forward
topic: machine-learning
tags: [neural network, layers, forward pass, neurons, deep learning, weights, signals]
asks:
  - draw a neural network
  - forward pass animation
  - layers of neurons with connections
  - signals flowing through a network
  - circles in layers with lines
  - "input, hidden and output layer"
teaches: "Columns of circles, lines between all neighbours, passing flashes layer by layer."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class NeuralNetwork(Scene):
    def construct(self):
        layers = VGroup()
        for x, n in zip((-4.5, -1.5, 1.5, 4.5), (3, 5, 5, 2)):
            layers.add(VGroup(*[Circle(0.28, color=BLUE, fill_opacity=0.3) for _ in range(n)]).arrange(DOWN, buff=0.5).set_x(x))
        wires = [VGroup(*[Line(a, b, buff=0.28, stroke_width=1.5, color=GREY) for a in left for b in right]) for left, right in zip(layers, layers[1:])]
        self.play(FadeIn(layers), *[Create(w) for w in wires])
        for wire, layer in zip(wires, layers[1:]):
            lights = [ShowPassingFlash(line.copy().set_stroke(YELLOW, 4), time_width=0.5) for line in wire]
            self.play(*lights, run_time=0.9)
            self.play(layer.animate.set_fill(YELLOW, 0.7), run_time=0.3)
        self.wait()
