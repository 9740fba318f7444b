"""
---
id: clear-everything-at-once
title: Clear the screen
topic: transitions
tags: [clear, fade out all, remove, empty screen, clean up, start over]
asks:
  - fade out everything
  - remove all objects from the scene
  - clear the screen before the next part
  - clean up all mobjects
  - start over with an empty screen
  - FadeOut all self.mobjects
teaches: FadeOut takes every mobject in self.mobjects; updaters are stopped first.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ClearScreen(Scene):
    def construct(self):
        things = VGroup(Circle(color=BLUE), Square(color=GREEN), Text("and words")).arrange(RIGHT, buff=1.2)
        self.play(FadeIn(things))
        self.wait(0.5)
        for mobject in self.mobjects:
            mobject.clear_updaters()
        self.play(*[FadeOut(m, shift=DOWN * 0.5) for m in self.mobjects])
        done = Text("a clean page", font_size=48)
        self.play(Write(done))
        self.wait()
