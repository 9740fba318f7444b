"""
---
id: doppler-effect
title: Doppler effect with moving source
topic: physics
tags: [doppler, sound, waves, source, siren, ambulance, pitch change, moving source, compressed waves]
asks:
  - doppler effect animation
  - sound waves of a moving source
  - waves compressed in front of a car
  - siren passing by
  - ambulance tone gets lower
  - wave fronts bunch up
teaches: Circles are born where the source was and grow at the speed of sound.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Doppler(Scene):
    def construct(self):
        t = ValueTracker(0)
        speed, sound, every = 1.0, 1.6, 0.5
        start = np.array([-2.2, 0, 0])

        def waves():
            now = t.get_value()
            births = np.arange(0, now + 0.001, every)
            return VGroup(*[Circle(sound * (now - b), color=BLUE, stroke_width=3).move_to(start + RIGHT * speed * b) for b in births if 0.3 < sound * (now - b) < 3.6])

        source = always_redraw(lambda: Dot(start + RIGHT * speed * t.get_value(), color=YELLOW, radius=0.18))
        self.add(always_redraw(waves), source)
        self.play(t.animate.set_value(4), run_time=4, rate_func=linear)
        self.wait(0.5)
