"""
---
id: pythagoras-rearrangement-proof
title: Pythagoras by moving four triangles
topic: geometry
tags: [pythagoras, proof without words, rearrangement, pythagorean theorem, right triangle, moving triangles, visual proof]
asks:
  - visual proof of the pythagorean theorem
  - rearrangement proof with four triangles
  - proof without words
  - bhaskara style proof
  - four equal triangles moved inside a square
  - cut and paste proof of a2 + b2 = c2
teaches: "The same four triangles in the same square, once around c², once leaving a² and b²."
needs: [math]
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RearrangementProof(Scene):
    def construct(self):
        a, b = 1.6, 3.0
        s = a + b
        frame = Square(s, color=WHITE).move_to([s / 2, s / 2, 0])
        spots = [([0, 0], [a, 0], [0, b]), ([a, 0], [s, 0], [s, a]), ([s, a], [s, s], [b, s]), ([0, b], [0, s], [b, s])]
        after = [([0, 0], [a, 0], [0, b]), ([0, b], [a, b], [a, 0]), ([s, s], [a, s], [a, b]), ([s, b], [s, s], [a, b])]
        make = lambda corners: Polygon(*[[x, y, 0] for x, y in corners], color=BLUE, fill_opacity=0.6)
        triangles = VGroup(*[make(c) for c in spots])
        goals = VGroup(*[make(c) for c in after])
        VGroup(frame, triangles, goals).shift([-s / 2, -s / 2 - 0.3, 0])
        hole = MathTex("c^2", font_size=64).move_to(frame)
        self.play(Create(frame), FadeIn(triangles))
        self.play(Write(hole))
        self.wait(0.5)
        self.play(FadeOut(hole), *[Transform(t, g) for t, g in zip(triangles, goals)], run_time=2)
        corner = frame.get_corner(DL)
        self.play(Write(MathTex("a^2").move_to(corner + [a / 2, b + a / 2, 0])), Write(MathTex("b^2").move_to(corner + [a + b / 2, b / 2, 0])))
        self.wait()
