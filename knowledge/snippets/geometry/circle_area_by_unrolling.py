"""
---
id: circle-area-by-unrolling
title: Area of a circle from unrolled rings
topic: geometry
tags: [circle, area, rings, unroll, pi r squared, area of a disk, concentric rings, onion proof]
asks:
  - why the area of a circle is pi r squared
  - unroll a circle into a triangle
  - rings of a circle straightened
  - visual proof of circle area
  - onion rings become a triangle
  - where pi r squared comes from
teaches: Each ring becomes a bar as long as its circumference; the bars stack to a triangle.
needs: [math]
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class UnrollCircle(Scene):
    def construct(self):
        radius, count = 1.1, 8
        step = radius / count
        rings = VGroup(*[
            Annulus(inner_radius=k * step, outer_radius=(k + 1) * step, color=interpolate_color(BLUE, YELLOW, k / count), fill_opacity=0.9)
            for k in range(count)
        ]).move_to(LEFT * 4.5)
        bars = VGroup(*[
            Rectangle(width=TAU * (k + 0.5) * step, height=step, stroke_width=0.5).set_fill(interpolate_color(BLUE, YELLOW, k / count), 0.9)
            for k in range(count)
        ]).arrange(DOWN, buff=0).move_to(RIGHT * 2.5)
        formula = MathTex(r"\tfrac12 \cdot r \cdot 2\pi r = \pi r^2", font_size=50).move_to(RIGHT * 2.5 + DOWN * 2)
        self.play(FadeIn(rings))
        for ring, bar in list(zip(rings, bars))[::-1]:
            self.play(ReplacementTransform(ring.copy(), bar), run_time=0.4)
        self.play(Write(formula))
        self.wait()
