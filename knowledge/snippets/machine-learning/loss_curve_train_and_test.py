"""
---
id: loss-curve-train-and-test
title: Training and test loss
topic: machine-learning
tags: [training, loss, epochs, early stopping, validation loss, training progress]
asks:
  - training curve animation
  - loss over epochs
  - when to stop training
  - train versus validation loss
  - error goes down and then up on unseen data
  - early stopping
teaches: Two curves that part; a dashed line marks the epoch to stop at.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class LossCurves(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 10, 2], y_range=[0, 2, 1], x_length=10, y_length=5, tips=False)
        train = axes.plot(lambda x: 1.7 * np.exp(-0.45 * x) + 0.1, color=BLUE)
        test = axes.plot(lambda x: 1.7 * np.exp(-0.45 * x) + 0.2 + 0.012 * x**2, color=ORANGE)
        names = VGroup(Text("train", font_size=30, color=BLUE).next_to(axes.c2p(10, 0.12), UP), Text("test", font_size=30, color=ORANGE).next_to(axes.c2p(9.4, 1.3), UP))
        self.play(Create(axes))
        self.play(Create(train), Create(test), run_time=2.5)
        self.play(FadeIn(names))
        self.play(Create(DashedLine(axes.c2p(5.2, 0), axes.c2p(5.2, 2), color=YELLOW)))
        self.wait()
