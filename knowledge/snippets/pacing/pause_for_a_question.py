"""
---
id: pause-for-a-question
title: Pause with a countdown for the viewer
topic: pacing
tags: [pause, countdown, think, timer, time to think, seconds left, wait for the viewer]
asks:
  - give the viewer time to think
  - countdown timer
  - pause the video for a question
  - three two one countdown
  - try it yourself now
  - "3 2 1 before the solution"
teaches: A ring empties around the number while the viewer thinks.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ThinkPause(Scene):
    def construct(self):
        question = Text("Which is larger: 2 to the 10, or 10 squared?", font_size=36).to_edge(UP, buff=1.2)
        self.play(Write(question))
        number = Text("3", font_size=72)
        for n in (3, 2, 1):
            ring = Circle(1.1, color=YELLOW, stroke_width=8).rotate(PI / 2)
            number = Text(str(n), font_size=72)
            self.add(ring, number)
            self.play(Uncreate(ring), run_time=1, rate_func=linear)
            self.remove(number)
        self.play(Write(Text("1024 > 100", font_size=64, color=GREEN)))
        self.wait()
