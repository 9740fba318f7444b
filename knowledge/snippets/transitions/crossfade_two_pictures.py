"""
---
id: crossfade-two-pictures
title: Crossfade between two drawings
topic: transitions
tags: [crossfade, fade, dissolve, blend, soft change, before and after]
asks:
  - crossfade
  - dissolve from one picture to another
  - fade out the old while the new fades in
  - soft transition
  - one image melts into the next
  - soft change between drawings
teaches: "FadeOut of the old and FadeIn of the new in the same play, at the same place."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Crossfade(Scene):
    def construct(self):
        day = VGroup(Circle(1.2, color=YELLOW, fill_opacity=1), Text("day", font_size=44)).arrange(DOWN, buff=0.5)
        night = VGroup(Circle(1.2, color=BLUE_B, fill_opacity=0.3), Text("night", font_size=44)).arrange(DOWN, buff=0.5)
        self.play(FadeIn(day))
        self.wait(0.4)
        self.play(FadeOut(day), FadeIn(night), run_time=1.5)
        self.wait()
