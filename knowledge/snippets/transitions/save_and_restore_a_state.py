"""
---
id: save-and-restore-a-state
title: Change something and bring it back
topic: transitions
tags: [save state, restore, undo, go back to the original, reset, return to before]
asks:
  - return an object to its original state
  - save_state and Restore
  - undo changes to a mobject
  - try something and go back
  - come back to how it was
  - try out and undo
teaches: "save_state before, Restore after; everything in between is undone in one movement."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SaveRestore(Scene):
    def construct(self):
        house = VGroup(Square(2, color=BLUE, fill_opacity=0.4), Triangle(color=RED, fill_opacity=0.5).scale(1.2)).arrange(UP, buff=0)
        house.save_state()
        self.play(Create(house))
        self.play(house.animate.scale(0.5).rotate(PI / 3).shift(RIGHT * 4).set_color(YELLOW))
        self.wait(0.4)
        self.play(Restore(house))
        self.wait()
