"""
---
id: fourier-square-wave
title: Sines add up to a square wave
topic: graphs
tags: [fourier, series, square wave, approximation, harmonics, sum of sines, fourier series, gibbs]
asks:
  - fourier series of a square wave
  - sum of sines approximates a square wave
  - harmonics added one by one
  - fourier animation
  - how synthesizers build tones from sines
  - overtones approximate a rectangle signal
teaches: "Partial sums of odd harmonics, each morphing into the next."
needs: []
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class FourierSquare(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 2 * TAU, PI], y_range=[-1.5, 1.5], x_length=12, y_length=5, tips=False)
        partial = lambda n: lambda x: sum(np.sin((2 * k + 1) * x) / (2 * k + 1) for k in range(n)) * 4 / PI
        curve = axes.plot(partial(1), color=YELLOW)
        label = Text("1 term", font_size=34).to_edge(UP, buff=0.3)
        self.play(Create(axes), Create(curve), FadeIn(label))
        for n in (2, 3, 5, 12):
            new = Text(f"{n} terms", font_size=34).move_to(label)
            self.play(Transform(curve, axes.plot(partial(n), color=YELLOW)), FadeOut(label), FadeIn(new))
            self.wait(0.3)
            label = new
        self.wait(0.4)
