"""
---
id: activation-functions
title: Activation functions
topic: machine-learning
tags: [relu, sigmoid, tanh, activation, nonlinearity]
asks:
  - relu and sigmoid graphs
  - plot activation functions
  - compare sigmoid tanh and relu
  - nonlinearity of a neuron
  - squashing functions of neurons
  - "ReLU, tanh, sigmoid side by side"
teaches: "Three small axes in a row, one curve and one name each."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Activations(Scene):
    def construct(self):
        spec = [("ReLU", lambda x: max(0, x) / 3, BLUE), ("sigmoid", lambda x: 1 / (1 + np.exp(-2 * x)), GREEN), ("tanh", np.tanh, YELLOW)]
        panels = VGroup()
        for name, f, color in spec:
            axes = Axes(x_range=[-3, 3], y_range=[-1.2, 1.2], x_length=3.8, y_length=3.2, tips=False)
            panels.add(VGroup(axes, axes.plot(f, color=color), Text(name, font_size=32, color=color).next_to(axes, DOWN)))
        panels.arrange(RIGHT, buff=0.5)
        for axes, curve, name in panels:
            self.play(Create(axes), FadeIn(name), run_time=0.6)
            self.play(Create(curve), run_time=0.8)
        self.wait()
