"""
---
id: taylor-polynomials
title: Taylor polynomials approach the sine
topic: calculus
tags: [taylor, series, approximation, maclaurin, polynomial approximation, higher order terms, expansion]
asks:
  - taylor series animation
  - approximate sine by polynomials
  - maclaurin polynomial of higher degree
  - power series converging to a function
  - polynomials hug the curve better and better
  - approximate a function near a point
teaches: "Plot each polynomial, clipped to the axes, and transform it into the next."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from math import factorial

import numpy as np
from manim import *


class Taylor(Scene):
    def construct(self):
        axes = Axes(x_range=[-7, 7], y_range=[-2, 2], x_length=12, y_length=5, tips=False)
        sine = axes.plot(np.sin, color=GREY_B)
        self.play(Create(axes), Create(sine))
        curve = label = None
        for degree in (1, 3, 5, 7, 9):
            terms = range(0, (degree + 1) // 2)
            f = lambda x, terms=terms: sum((-1) ** k * x ** (2 * k + 1) / factorial(2 * k + 1) for k in terms)
            end = next((x for x in np.arange(1, 7, 0.02) if abs(f(x)) > 2), 7)
            new = axes.plot(f, x_range=[-end, end], color=YELLOW)
            name = Text(f"degree {degree}", font_size=34, color=YELLOW).to_edge(UP)
            self.play(*([Create(new), FadeIn(name)] if curve is None else [ReplacementTransform(curve, new), FadeOut(label), FadeIn(name)]))
            curve, label = new, name
        self.wait()
