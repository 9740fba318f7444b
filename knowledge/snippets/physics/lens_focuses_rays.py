"""
---
id: lens-focuses-rays
title: Lens focuses parallel rays
topic: physics
tags: [lens, optics, focus, rays, focal point, ray diagram, convex]
asks:
  - converging lens
  - rays meet in the focal point
  - optics ray diagram
  - magnifying lens light paths
  - burning glass
  - parallel light meets in one point
teaches: "Parallel lines up to the lens, then straight to the focus."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class LensRays(Scene):
    def construct(self):
        lens = Intersection(Circle(3).shift(LEFT * 2.6), Circle(3).shift(RIGHT * 2.6), color=BLUE, fill_opacity=0.3).scale(1.3)
        focus = RIGHT * 3.5
        self.play(Create(Line(LEFT * 6, RIGHT * 6, color=GREY)), FadeIn(lens))
        heights = (-1.2, -0.6, 0.6, 1.2)
        before = [Line([-6, y, 0], [0, y, 0], color=YELLOW) for y in heights]
        after = [Line([0, y, 0], focus + (focus - [0, y, 0]) * 0.5, color=YELLOW) for y in heights]
        self.play(*[Create(l) for l in before], rate_func=linear)
        self.play(*[Create(l) for l in after], rate_func=linear)
        self.play(FadeIn(Dot(focus, color=RED)), FadeIn(Text("focus", font_size=32, color=RED).next_to(focus, DOWN, buff=0.5)))
        self.wait()
