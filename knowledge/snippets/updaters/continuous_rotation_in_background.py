"""
---
id: continuous-rotation-in-background
title: Something that keeps turning in the background
topic: updaters
tags: [updater, rotation, loop, background, spin forever, endless, keeps turning, gear wheel, rotating object]
asks:
  - rotate forever
  - continuous rotation while other things happen
  - spinning gear in the background
  - loop an animation
  - wheel never stops turning
  - add_updater rotate dt
teaches: A dt updater turns the wheel by a fixed speed; suspend it with clear_updaters.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class KeepsTurning(Scene):
    def construct(self):
        spokes = VGroup(*[Line(ORIGIN, 1.4 * rotate_vector(RIGHT, a)) for a in np.arange(0, TAU, TAU / 8)])
        wheel = VGroup(Circle(1.4), spokes).set_color(TEAL).shift(LEFT * 3.5)
        wheel.add_updater(lambda m, dt: m.rotate(1.2 * dt))
        self.add(wheel)
        for words in ("The wheel turns", "while the text changes"):
            text = Text(words, font_size=38).shift(RIGHT * 2.5)
            self.play(Write(text))
            self.wait(0.5)
            self.play(FadeOut(text), run_time=0.5)
        wheel.clear_updaters()
