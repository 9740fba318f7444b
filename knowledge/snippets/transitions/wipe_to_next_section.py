"""
---
id: wipe-to-next-section
title: Wipe to the next section
topic: transitions
tags: [transition, wipe, section, curtain, next part, slide transition, sweep]
asks:
  - wipe transition
  - slide transition between scenes
  - clear the screen with a moving bar
  - change to the next section
  - curtain closes and opens
  - colour bar sweeps across
teaches: "A full-height bar covers the frame, the content is swapped behind it, the bar leaves."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Wipe(Scene):
    def construct(self):
        old, new = Text("Part one", font_size=72), Text("Part two", font_size=72, color=YELLOW)
        bar = Rectangle(width=config.frame_width, height=config.frame_height, stroke_width=0).set_fill(TEAL, 1).set_z_index(5)
        bar.shift(LEFT * config.frame_width)
        self.play(Write(old))
        self.add(bar)
        self.play(bar.animate.move_to(ORIGIN), run_time=0.7)
        self.remove(old)
        self.add(new)
        self.play(bar.animate.shift(RIGHT * config.frame_width), run_time=0.7)
        self.remove(bar)
        self.wait()
