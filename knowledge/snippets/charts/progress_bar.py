"""
---
id: progress-bar
title: Progress bar that fills
topic: charts
tags: [progress, loading, percentage, completion, percent done, status bar]
asks:
  - progress bar
  - loading bar animation
  - percentage filling up
  - show completion
  - status goes from zero to hundred percent
  - download indicator
teaches: A filled bar's width and the percentage both follow one tracker.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ProgressBar(Scene):
    def construct(self):
        frame = RoundedRectangle(width=9, height=0.9, corner_radius=0.2, color=GREY_B)
        share = ValueTracker(0.02)
        fill = always_redraw(
            lambda: Rectangle(width=8.8 * share.get_value(), height=0.7, stroke_width=0)
            .set_fill(GREEN, 0.9).move_to(frame.get_left() + RIGHT * 0.1, aligned_edge=LEFT)
        )
        number = always_redraw(lambda: Text(f"{share.get_value():.0%}", font_size=44).next_to(frame, UP, buff=0.4))
        self.add(fill, frame, number)
        self.play(share.animate.set_value(1), run_time=3)
        self.wait(0.5)
