"""
---
id: caption-track-with-subcaptions
title: Subtitles with add_subcaption
topic: narration
tags: [subtitles, captions, narration, srt, closed captions, subtitle file, accessibility]
asks:
  - add subtitles to the video
  - captions file for narration
  - srt subtitles
  - closed captions timed with the animation
  - text for deaf viewers
  - add_subcaption duration
teaches: add_subcaption records what is said while the next plays run; the words also fill the track.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Subtitled(Scene):
    def construct(self):
        circle = Circle(1.5, color=BLUE)
        self.add_subcaption("First we draw a circle.", duration=2)
        self.play(Create(circle), run_time=1.5)
        self.wait(0.5)
        self.add_subcaption("Then we fill it with colour.", duration=2)
        self.play(circle.animate.set_fill(YELLOW, 0.7), run_time=1.5)
        self.wait(0.5)
