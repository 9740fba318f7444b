"""
---
id: optimize-fence-area
title: Largest rectangle for a given fence
topic: calculus
tags: [optimization, maximum, area, optimum, extreme value, word problem, maximize area, fixed perimeter]
asks:
  - optimization problem
  - maximum area of a rectangle with fixed perimeter
  - find the best value with a graph
  - maximize a quantity
  - farmer wants the biggest field for his fence
  - extremum word problem
teaches: A rectangle and a point on the area curve follow one tracker; the peak is where the slope is zero.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class FenceArea(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 4, 1], y_range=[0, 4, 1], x_length=5, y_length=4.5, tips=False).shift(RIGHT * 3.3)
        axes.add_coordinates()
        curve = axes.plot(lambda x: x * (4 - x), color=BLUE)
        w = ValueTracker(0.5)
        box = always_redraw(lambda: Rectangle(width=w.get_value(), height=4 - w.get_value(), color=YELLOW, fill_opacity=0.4).shift(LEFT * 3.5))
        dot = always_redraw(lambda: Dot(axes.c2p(w.get_value(), w.get_value() * (4 - w.get_value())), color=YELLOW))
        names = VGroup(Text("width", font_size=28).next_to(axes, DOWN), Text("area", font_size=28).next_to(axes, UP))
        self.play(Create(axes), Create(curve), FadeIn(names, box, dot))
        self.play(w.animate.set_value(3.4), run_time=2)
        self.play(w.animate.set_value(2), run_time=1.5)
        self.play(Flash(dot, color=YELLOW))
        self.wait(0.5)
