"""
---
id: collision-of-two-balls
title: Elastic collision of two balls
topic: physics
tags: [collision, momentum, elastic, crash, carts, conservation, billiards]
asks:
  - elastic collision
  - two balls collide
  - conservation of momentum
  - billiard balls hitting each other
  - bumper cars of different mass
  - impulse before and after
teaches: Speeds before and after from the formulas; two linear plays meet at the moment of contact.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Collision(Scene):
    def construct(self):
        big = Circle(0.8, color=BLUE, fill_opacity=0.8).move_to(LEFT * 5)
        small = Circle(0.4, color=YELLOW, fill_opacity=0.8).move_to(RIGHT * 1)
        track = Line(LEFT * 6.5, RIGHT * 6.5, color=GREY).shift(DOWN * 0.8)
        small.align_to(big, DOWN)
        self.add(track, big, small)
        m1, m2, v = 4, 1, 2.0
        distance = small.get_left()[0] - big.get_right()[0]
        self.play(big.animate.shift(RIGHT * distance), run_time=distance / v, rate_func=linear)
        v1, v2 = (m1 - m2) / (m1 + m2) * v, 2 * m1 / (m1 + m2) * v
        self.play(Flash(small.get_left(), run_time=0.3))
        self.play(big.animate.shift(RIGHT * v1 * 1.4), small.animate.shift(RIGHT * v2 * 1.4), run_time=1.4, rate_func=linear)
        self.wait(0.5)
