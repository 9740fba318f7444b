"""
---
id: roots-of-unity
title: Roots of unity
topic: number-theory
tags: [complex, roots, unit circle, polygon, complex roots, regular polygon, z to the n]
asks:
  - nth roots of unity
  - complex roots on the unit circle
  - solutions of z to the 5 equals 1
  - regular polygon in the complex plane
  - z to the n equals one
  - points evenly around the circle
teaches: Powers of one root step around the circle and close to a regular polygon.
needs: [math]
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RootsOfUnity(Scene):
    def construct(self):
        n, r = 5, 2.5
        points = [r * rotate_vector(RIGHT, k * TAU / n) for k in range(n)]
        axes = VGroup(Line(LEFT * 3.2, RIGHT * 3.2), Line(DOWN * 3.2, UP * 3.2)).set_color(GREY)
        self.play(Create(axes), Create(Circle(r, color=GREY_B)))
        for k, p in enumerate(points):
            name = MathTex("1" if k == 0 else rf"\omega^{k}").move_to(p * 1.18 + (UP * 0.25 if k == 0 else ORIGIN))
            self.play(FadeIn(Dot(p, color=YELLOW), scale=2), Write(name), run_time=0.5)
        self.play(Create(Polygon(*points, color=YELLOW)))
        self.wait()
