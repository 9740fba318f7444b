"""
---
id: dim-everything-else
title: Dim everything except one part
topic: emphasis
tags: [dim, focus, opacity, spotlight, fade the rest, blur out, gray out, focus attention, isolate one element]
asks:
  - fade the rest to focus on one thing
  - grey out the other parts
  - spotlight on one element
  - lower the opacity of everything else
  - make the other objects transparent
  - only one thing stays bright
teaches: "Set the opacity of all others low, hold, and bring them back."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class DimOthers(Scene):
    def construct(self):
        shapes = VGroup(*[RegularPolygon(n, color=c, fill_opacity=0.5) for n, c in [(3, BLUE), (4, GREEN), (5, YELLOW), (6, RED)]])
        shapes.arrange(RIGHT, buff=0.8)
        self.play(FadeIn(shapes))
        chosen = shapes[2]
        others = [s for s in shapes if s is not chosen]
        for shape in others:
            shape.save_state()
        self.play(*[s.animate.set_opacity(0.15) for s in others], chosen.animate.scale(1.3))
        self.wait()
        self.play(*[Restore(s) for s in others], chosen.animate.scale(1 / 1.3))
        self.wait(0.5)
