"""
---
id: fit-wide-content-to-the-frame
title: Fit anything that is too wide to the frame
topic: layout
tags: [fit, frame, width, resize, safe margin, too long, off screen, shrink to fit, scale down, cut off text]
asks:
  - my text goes off the screen
  - formula too long for the frame
  - scale to fit the width of the screen
  - content is cut off at the edge
  - shrink a group until it fits
  - long equation runs out of the picture
teaches: Compare a group with the frame minus a margin and shrink it only when it needs it.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


def fit(mobject, margin=0.6):
    """Shrink a mobject that is wider or taller than the frame minus the margin."""
    room_x = config.frame_width - 2 * margin
    room_y = config.frame_height - 2 * margin
    factor = min(1, room_x / mobject.width, room_y / mobject.height)
    return mobject.scale(factor)


class FitToFrame(Scene):
    def construct(self):
        words = ["read", "split", "clean", "count", "sort", "plot", "explain"]
        line = VGroup(*[Text(word, font_size=60) for word in words]).arrange(RIGHT, buff=0.8)
        fit(line)
        safe = Rectangle(width=config.frame_width - 1.2, height=config.frame_height - 1.2)
        safe.set_stroke(GREY, 2)
        self.play(Create(safe))
        self.play(Write(line))
        self.play(Indicate(line, scale_factor=1))
        self.wait()
