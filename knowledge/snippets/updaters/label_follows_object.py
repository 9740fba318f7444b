"""
---
id: label-follows-object
title: Label that follows a moving object
topic: updaters
tags: [updater, follow, label, attach, attached text, sticks to, moves along with, tag]
asks:
  - keep a label next to a moving object
  - text follows a dot
  - attach something to another object
  - updater example
  - name tag sticks to a moving dot
  - always next_to
teaches: "An updater runs each frame: next_to keeps the label at its place beside the dot."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FollowLabel(Scene):
    def construct(self):
        dot = Dot(LEFT * 4, color=YELLOW, radius=0.15)
        label = Text("here", font_size=32).add_updater(lambda m: m.next_to(dot, UP))
        path = VMobject().set_points_smoothly([LEFT * 4, UP * 1.5 + LEFT, DOWN + RIGHT, RIGHT * 4])
        self.add(label)
        self.play(FadeIn(dot))
        self.play(MoveAlongPath(dot, path), run_time=3)
        self.wait(0.5)
