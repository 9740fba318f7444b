"""
---
id: formula-with-live-number
title: Formula with a number that changes live
topic: equations
tags: [live, variable, decimal, tracker, live value, updating number, formula changes with the drawing]
asks:
  - equation with a value that updates
  - show a changing number in a formula
  - variable value display next to a graph
  - live updating label
  - decimal that counts inside an equation
  - readout of a tracker in a formula
teaches: A DecimalNumber with an updater stands beside the symbols and follows a ValueTracker.
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class LiveNumber(Scene):
    def construct(self):
        radius = ValueTracker(0.5)
        circle = always_redraw(lambda: Circle(radius.get_value(), color=BLUE, fill_opacity=0.4).shift(LEFT * 3))
        label = MathTex(r"\pi r^2 =", font_size=72).shift(RIGHT * 2)
        area = DecimalNumber(0.79, num_decimal_places=2, font_size=72).next_to(label, RIGHT)
        area.add_updater(lambda m: m.set_value(PI * radius.get_value() ** 2).next_to(label, RIGHT))
        self.add(circle, label, area)
        self.play(radius.animate.set_value(2.2), run_time=2.5)
        self.play(radius.animate.set_value(1), run_time=1.5)
        self.wait(0.5)
