"""
---
id: slow-motion
title: Slow motion in the middle
topic: pacing
tags: [slow motion, speed, ChangeSpeed, slow down, bullet time, change speed]
asks:
  - slow motion effect
  - slow down part of an animation
  - change the speed while playing
  - speed ramp
  - show the critical moment at a tenth of the speed
  - ChangeSpeed
teaches: ChangeSpeed wraps an animation and maps its progress to speed factors.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SlowMotion(Scene):
    def construct(self):
        path = ArcBetweenPoints(LEFT * 5 + DOWN, RIGHT * 5 + DOWN, angle=-PI / 2)
        ball = Dot(path.get_start(), radius=0.25, color=YELLOW)
        words = Text("slow at the top", font_size=36).to_edge(DOWN, buff=1)
        self.add(path.set_color(GREY), ball, words)
        run = MoveAlongPath(ball, path, run_time=2, rate_func=linear)
        self.play(ChangeSpeed(run, speedinfo={0.35: 1, 0.5: 0.25, 0.65: 1}, rate_func=linear))
        self.wait(0.5)
