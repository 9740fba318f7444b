"""
---
id: sound-wave-of-a-voice
title: Voice shown as a row of bars
topic: narration
tags: [audio, voice, equalizer, waveform, audio bars, speaking indicator, microphone]
asks:
  - sound wave visualisation
  - audio bars moving
  - equalizer animation
  - show that somebody is speaking
  - bars jump while someone talks
  - audio spectrum look
teaches: Bars whose heights follow several sines of one clock look like a voice.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class VoiceBars(Scene):
    def construct(self):
        t = ValueTracker(0)

        def bars():
            group = VGroup()
            for k in range(25):
                wave = abs(np.sin(0.7 * k + 3 * t.get_value()) * np.sin(0.31 * k - 2 * t.get_value()))
                group.add(RoundedRectangle(width=0.25, height=0.3 + 3 * wave, corner_radius=0.1, stroke_width=0).set_fill(TEAL, 1))
            return group.arrange(RIGHT, buff=0.15)

        self.add(always_redraw(bars))
        self.play(t.animate.set_value(4), run_time=4, rate_func=linear)
