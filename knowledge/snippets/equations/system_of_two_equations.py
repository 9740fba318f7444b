"""
---
id: system-of-two-equations
title: "Two equations, one crossing point"
topic: equations
tags: [system, linear, intersection, solution, intersection of lines, linear system, solve graphically]
asks:
  - solve a system of linear equations graphically
  - where two lines cross
  - simultaneous equations
  - intersection of two lines on axes
  - two unknowns and two lines
  - solve for x and y
teaches: "Draw both lines, mark where they cross, and read the solution off with dashed lines."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class TwoEquations(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 6, 1], y_range=[0, 6, 1], x_length=6, y_length=5.5, tips=False).to_edge(LEFT, buff=0.8)
        axes.add_coordinates()
        one = axes.plot(lambda x: 5 - x, x_range=[0, 5], color=BLUE)
        two = axes.plot(lambda x: x - 1, x_range=[1, 6], color=YELLOW)
        words = VGroup(MathTex("x + y = 5", color=BLUE), MathTex("x - y = 1", color=YELLOW)).arrange(DOWN, buff=0.5)
        words.scale(1.3).move_to(RIGHT * 3.5 + UP * 1.2)
        self.play(Create(axes))
        self.play(Create(one), Write(words[0]))
        self.play(Create(two), Write(words[1]))
        point = axes.c2p(3, 2)
        self.play(Create(axes.get_lines_to_point(point)), FadeIn(Dot(point, color=RED), scale=2))
        self.play(Write(MathTex("x = 3,\\; y = 2", color=RED, font_size=60).move_to(RIGHT * 3.5 + DOWN)))
        self.wait()
