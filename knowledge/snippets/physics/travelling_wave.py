"""
---
id: travelling-wave
title: Travelling wave
topic: physics
tags: [wave, wavelength, motion, sine, frequency, amplitude, propagation]
asks:
  - moving sine wave
  - travelling wave with wavelength marked
  - wave propagation
  - animate a sine wave moving to the right
  - wave runs along a rope
  - wavelength and amplitude marked
teaches: Redraw the plot with a phase that grows; one dot shows that the medium only goes up and down.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class TravellingWave(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 12], y_range=[-1.5, 1.5], x_length=12, y_length=3, tips=False)
        phase = ValueTracker(0)
        wave = always_redraw(lambda: axes.plot(lambda x: np.sin(x - phase.get_value()), color=BLUE))
        dot = always_redraw(lambda: Dot(axes.c2p(4, np.sin(4 - phase.get_value())), color=YELLOW, radius=0.13))
        measure = DoubleArrow(axes.c2p(PI / 2, 1.5), axes.c2p(PI / 2 + TAU, 1.5), buff=0, color=GREY_B)
        name = Text("wavelength", font_size=30).next_to(measure, UP)
        self.add(axes, wave, dot)
        self.play(GrowFromCenter(measure), FadeIn(name))
        self.play(phase.animate.set_value(2 * TAU), run_time=4, rate_func=linear)
