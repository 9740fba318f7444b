"""
---
id: push-old-content-away
title: New content pushes the old one out
topic: transitions
tags: [push, slide, transition, slide in from the right, next slide, carousel]
asks:
  - slide in from the right and push out the left
  - push transition
  - swap content like slides
  - carousel of panels
  - next slide shoves the last one out
  - swipe like on a phone
teaches: Shift both groups by the frame's width in the same play.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Push(Scene):
    def construct(self):
        page = lambda words, color: VGroup(RoundedRectangle(width=9, height=4.5, color=color, fill_opacity=0.15), Text(words, font_size=52))
        pages = [page("first idea", BLUE), page("second idea", GREEN), page("third idea", YELLOW)]
        self.play(FadeIn(pages[0]))
        step = config.frame_width
        for old, new in zip(pages, pages[1:]):
            new.shift(RIGHT * step)
            self.add(new)
            self.play(old.animate.shift(LEFT * step), new.animate.shift(LEFT * step), run_time=1)
            self.remove(old)
            self.wait(0.3)
        self.wait(0.4)
