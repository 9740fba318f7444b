"""
---
id: sound-on-a-beat
title: Flash on each beat
topic: narration
tags: [sound, beat, rhythm, music, click sound, metronome, music sync, sound effect]
asks:
  - animate to the beat of music
  - sync visuals with a rhythm
  - pulse on each beat
  - timing with beats per minute
  - visual metronome
  - add_sound and flash together
teaches: "One beat lasts 60/bpm seconds; each play takes exactly one, so nothing drifts."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class OnTheBeat(Scene):
    def construct(self):
        beat = 60 / 100
        dots = VGroup(*[Circle(0.6, color=BLUE, fill_opacity=0.3) for _ in range(4)]).arrange(RIGHT, buff=0.8)
        self.add(dots)
        for k in range(8):
            dot = dots[k % 4]
            self.play(dot.animate.set_fill(YELLOW, 0.9).scale(1.2), rate_func=there_and_back, run_time=beat)
        self.wait(beat)
