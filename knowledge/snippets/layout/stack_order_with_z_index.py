"""
---
id: stack-order-with-z-index
title: Which thing is drawn on top
topic: layout
tags: [z index, layer, front, behind, in front of, hidden behind, layer order, bring to front]
asks:
  - bring an object to the front
  - put a shape behind another
  - drawing order of overlapping objects
  - object is hidden behind another one
  - what lies in front and what behind
  - set_z_index
teaches: "set_z_index fixes who covers whom, whatever the order in which things were added."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class DrawingOrder(Scene):
    def construct(self):
        discs = VGroup(*[
            Circle(1.3, color=c, fill_opacity=1).shift(x * RIGHT)
            for c, x in [(RED, -1.2), (GREEN, 0), (BLUE, 1.2)]
        ])
        note = Text("later ones cover earlier ones", font_size=34).to_edge(DOWN, buff=1)
        self.play(LaggedStart(*[FadeIn(d) for d in discs], lag_ratio=0.4), FadeIn(note))
        self.wait(0.5)
        discs[0].set_z_index(1)
        lifted = Text("z index 1 lifts the red disc to the front", font_size=34).move_to(note)
        self.play(discs[0].animate.shift(UP * 0.4), FadeOut(note), FadeIn(lifted))
        self.play(discs[0].animate.shift(DOWN * 0.4))
        self.wait()
