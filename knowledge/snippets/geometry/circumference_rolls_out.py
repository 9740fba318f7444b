"""
---
id: circumference-rolls-out
title: Rolling circle lays out its circumference
topic: geometry
tags: [circumference, pi, rolling, wheel, pi as ratio, rolling wheel, unroll, circumference over diameter]
asks:
  - circle rolling along a line
  - show that circumference is pi times diameter
  - wheel unrolling
  - what is pi
  - a wheel makes one turn on the road
  - diameter fits three times and a bit around
teaches: "Roll without slipping: the turn is the distance over the radius; the path is drawn behind."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RollingCircle(Scene):
    def construct(self):
        r = 1.0
        line = NumberLine(x_range=[0, 4, 1], length=8, include_numbers=True).shift(DOWN + RIGHT * 0.2)
        start = line.n2p(0) + UP * r
        travel = ValueTracker(0)

        def wheel():
            center = start + RIGHT * travel.get_value()
            spoke = Line(center, center + r * rotate_vector(DOWN, -travel.get_value() / r), color=YELLOW)
            return VGroup(Circle(r, color=BLUE).move_to(center), spoke)

        rim = always_redraw(lambda: Line(line.n2p(0), line.n2p(0) + RIGHT * max(travel.get_value(), 0.01), color=RED, stroke_width=10))
        self.add(line, always_redraw(wheel), rim)
        self.play(travel.animate.set_value(TAU * r), run_time=4, rate_func=linear)
        self.play(Write(MathTex(r"\pi \text{ diameters}", color=RED).next_to(line, DOWN, buff=0.6)))
        self.wait()
