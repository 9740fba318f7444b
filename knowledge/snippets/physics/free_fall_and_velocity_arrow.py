"""
---
id: free-fall-and-velocity-arrow
title: Falling ball with its velocity arrow
topic: physics
tags: [free fall, gravity, velocity, motion, dropped object, acceleration, falling ball]
asks:
  - falling object with gravity
  - free fall animation
  - velocity arrow that grows
  - motion diagram with ghost images
  - drop a stone from a tower
  - speed grows while falling
teaches: "Position from the formula, an arrow proportional to speed, ghosts at equal times."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FreeFall(Scene):
    def construct(self):
        t = ValueTracker(0)
        y = lambda: 3 - 0.5 * 2.2 * t.get_value() ** 2
        ball = always_redraw(lambda: Dot([0, y(), 0], radius=0.22, color=BLUE))
        arrow = always_redraw(lambda: Arrow([0.5, y() + 0.1, 0], [0.5, y() - 0.7 * t.get_value() - 0.1, 0], buff=0, color=YELLOW))
        ground = Line(LEFT * 4, RIGHT * 4, color=GREY_B).shift(DOWN * 3.4)
        self.add(ground, ball, arrow)
        for k in range(4):
            ghost = Dot([0, y(), 0], radius=0.22, color=BLUE).set_opacity(0.3)
            self.add(ghost)
            self.play(t.animate.set_value((k + 1) * 0.55), run_time=0.6, rate_func=linear)
        self.wait(0.5)
