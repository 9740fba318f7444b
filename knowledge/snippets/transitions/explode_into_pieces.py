"""
---
id: explode-into-pieces
title: Break a shape into pieces
topic: transitions
tags: [explode, pieces, scatter, shatter, fragments, break apart, burst, debris]
asks:
  - explode an object
  - shatter into pieces
  - scatter the parts of a shape
  - shape breaks apart
  - thing bursts apart
  - fragments fly away
teaches: Build the shape from wedges and send each outward along its own direction.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Explode(Scene):
    def construct(self):
        wedges = VGroup(*[Sector(radius=1.6, angle=TAU / 10, start_angle=k * TAU / 10, color=ORANGE, fill_opacity=0.9) for k in range(10)])
        wedges.set_stroke(ORANGE, 1)
        self.play(FadeIn(wedges))
        self.play(Indicate(wedges, color=RED))
        moves = [w.animate.shift(1.6 * rotate_vector(RIGHT, (k + 0.5) * TAU / 10)).rotate(PI / 3).set_opacity(0) for k, w in enumerate(wedges)]
        self.play(*moves, run_time=1.5, rate_func=rush_from)
        self.play(Write(Text("gone", font_size=60)))
        self.wait()
