"""
---
id: product-rule-rectangle
title: Product rule as a growing rectangle
topic: calculus
tags: [product rule, derivative, rectangle, leibniz rule, differentiate a product]
asks:
  - product rule visual
  - derivative of a product as area
  - growing rectangle with two strips
  - why u'v + uv'
  - differentiate f times g with a picture
  - two factors that both grow a little
teaches: "When both sides grow, two strips are added; the small corner hardly counts."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class ProductRule(Scene):
    def strip(self, x, y, w, h, color):
        return Rectangle(width=w, height=h, stroke_width=1, color=color, fill_opacity=0.6).move_to([x, y, 0], aligned_edge=DL)

    def construct(self):
        x, y, u, v, d = -5.5, -2, 4.5, 3, 0.7
        base = self.strip(x, y, u, v, BLUE)
        right, top = self.strip(x + u, y, d, v, YELLOW), self.strip(x, y + v, u, d, GREEN)
        corner = self.strip(x + u, y + v, d, d, RED)
        self.play(FadeIn(base), Write(MathTex("u v").move_to(base)))
        self.play(GrowFromEdge(right, LEFT), GrowFromEdge(top, DOWN))
        self.play(FadeIn(corner), Write(MathTex("v\\,du").next_to(right, RIGHT)), Write(MathTex("u\\,dv").next_to(top, UP)))
        self.play(Write(MathTex("(uv)' = u'v + uv'", font_size=56).move_to(RIGHT * 4)))
        self.wait()
