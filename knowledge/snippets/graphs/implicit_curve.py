"""
---
id: implicit-curve
title: Curve given by an equation in x and y
topic: graphs
tags: [implicit, equation, conic, level curve, circle equation, relation between x and y]
asks:
  - plot an implicit equation
  - graph x^2 + y^2 = 4
  - draw a hyperbola or an ellipse from its equation
  - level curve of two variables
  - circle from its equation
  - "contour of f(x, y) = 0"
teaches: "plot_implicit_curve takes f(x, y) and draws where it is zero."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ImplicitCurves(Scene):
    def construct(self):
        plane = NumberPlane(x_range=[-4, 4], y_range=[-3, 3], x_length=8, y_length=6, background_line_style={"stroke_opacity": 0.3})
        plane.shift(RIGHT * 2.5)
        curves = [("x^2 + 2y^2 = 4", lambda x, y: x**2 + 2 * y**2 - 4, BLUE), ("x^2 - y^2 = 1", lambda x, y: x**2 - y**2 - 1, YELLOW)]
        self.play(Create(plane))
        for row, (tex, f, color) in enumerate(curves):
            label = MathTex(tex, color=color, font_size=46).move_to(LEFT * 4.3 + UP * (1 - 1.2 * row))
            self.play(Create(plane.plot_implicit_curve(f, color=color)), Write(label), run_time=1.5)
        self.wait()
