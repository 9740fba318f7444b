"""
---
id: glowing-outline
title: Glowing outline around a shape
topic: emphasis
tags: [glow, neon, outline, halo, shine, luminous, aura]
asks:
  - glow effect
  - neon outline
  - make an object shine
  - halo around a dot
  - light aura around an element
  - soft luminous border
teaches: "Stack copies with a wide, faint stroke behind the shape; together they look like a glow."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Glow(Scene):
    def glow(self, shape, color):
        layers = [shape.copy().set_fill(opacity=0).set_stroke(color, width=w, opacity=0.06) for w in range(4, 44, 4)]
        return VGroup(*layers)

    def construct(self):
        star = Star(color=YELLOW, outer_radius=1.8, fill_opacity=0.2)
        halo = self.glow(star, YELLOW)
        self.play(DrawBorderThenFill(star))
        self.play(FadeIn(halo))
        self.play(halo.animate.set_stroke(opacity=0.015), rate_func=there_and_back, run_time=1.5)
        self.wait(0.5)
