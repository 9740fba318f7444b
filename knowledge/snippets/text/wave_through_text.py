"""
---
id: wave-through-text
title: Send a wave through a line of text
topic: text
tags: [wave, wiggle, attention, wavy, bouncing letters, ripple, playful]
asks:
  - wavy text animation
  - ripple going through letters
  - make text wobble
  - playful text effect
  - letters jump like a stadium wave
  - ApplyWave on a title
teaches: ApplyWave lifts the letters one after another; Wiggle shakes the whole.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class WavyText(Scene):
    def construct(self):
        words = Text("Sound is a wave", font_size=72)
        words.set_color_by_gradient(BLUE, TEAL, GREEN)
        self.play(FadeIn(words))
        self.play(ApplyWave(words, amplitude=0.4), run_time=1.5)
        self.play(Wiggle(words))
        self.wait(0.5)
